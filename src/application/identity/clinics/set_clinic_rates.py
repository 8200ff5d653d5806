"""Set how often a clinic's people may ask."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import ClinicDirectory, Clinics
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.identity.clinic_rates import ClinicRates, RatesAtOdds
from domain.shared.errors import DomainError


class SetClinicRates(Command, frozen=True, kw_only=True):
    """Give a clinic rates of its own: of one sign-in or service key, and of all its people together.

    The rates are replaced as a whole: one that is not named is the installation's, and so are both where none is named.
    """

    operation: ClassVar[str] = "identity.set-clinic-rates"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (RatesAtOdds,)

    rates: ClinicRates


@dataclass(frozen=True, slots=True)
class SetClinicRatesHandler:
    """Sets the rates of the clinic that the operator named."""

    clinics: Clinics
    directory: ClinicDirectory

    async def __call__(self, command: SetClinicRates, execution: Execution) -> Receipt:
        """Set the rates, and have the directory say so, which every process reads."""
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.set_rates(command.rates)
        await self.directory.allow(clinic.rates, execution)
        return Receipt.of(clinic)
