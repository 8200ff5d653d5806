"""Whether a second factor is demanded of somebody."""

from dataclasses import dataclass

from application.identity.clinics.ports import Clinics
from application.shared.execution import Execution
from domain.identity.membership import Membership
from domain.identity.second_factor_terms import STAFF, SecondFactorDemand


@dataclass(frozen=True, slots=True)
class SecondFactorDemands:
    """Asks the clinic, where it may demand anything at all."""

    clinics: Clinics

    async def of(self, membership: Membership, execution: Execution) -> SecondFactorDemand:
        """Give what is demanded of a member now. Patients and operators choose, so nothing is read for them."""
        if membership.role not in STAFF:
            return SecondFactorDemand()
        clinic = await self.clinics.get(execution.clinic, execution)
        return clinic.second_factor_of(membership.role, now=execution.now)
