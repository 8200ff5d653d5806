"""Set from which day on the clinic's staff sign in with a second factor."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.ports import Accounts
from application.identity.clinics.ports import Clinics
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.identity.account import AccountIsDisabled
from domain.identity.second_factor_terms import OwnSecondFactorFirst, SecondFactorTerms
from domain.shared.errors import DomainError


class SetSecondFactorTerms(Command, frozen=True, kw_only=True):
    """Set the clinic's day from which on owners, clinicians, front desk and auditors sign in with a second factor.

    Until then, and again where no day is named, each chooses. From that day on whoever signs in without one gets a
    session that is good for enrolling a device and nothing else; sessions from before are so from their next refresh.
    """

    operation: ClassVar[str] = "identity.set-second-factor-terms"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (OwnSecondFactorFirst, AccountIsDisabled)

    terms: SecondFactorTerms


@dataclass(frozen=True, slots=True)
class SetSecondFactorTermsHandler:
    """Sets the terms of the actor's clinic."""

    accounts: Accounts
    clinics: Clinics

    async def __call__(self, command: SetSecondFactorTerms, execution: Execution) -> Receipt:
        """Demand a second factor from that day on, of the actor too, who must have one."""
        setter = await self.accounts.get(execution.actor.id, execution)
        setter.check_enabled()
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.set_second_factor_terms(command.terms, has_one=setter.totp_since is not None)
        return Receipt.of(clinic)
