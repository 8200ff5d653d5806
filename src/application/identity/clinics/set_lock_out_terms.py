"""Set how the clinic locks those out who guess at a password."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import Clinics
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.identity.lock_out import LockOutTerms


class SetLockOutTerms(Command, frozen=True, kw_only=True):
    """Set after how many failed tries in a row somebody waits before the next one, and how long.

    The terms are replaced as a whole: what is not named is as in a clinic that has set nothing.
    """

    operation: ClassVar[str] = "identity.set-lock-out-terms"

    terms: LockOutTerms


@dataclass(frozen=True, slots=True)
class SetLockOutTermsHandler:
    """Sets the terms of the actor's clinic."""

    clinics: Clinics

    async def __call__(self, command: SetLockOutTerms, execution: Execution) -> Receipt:
        """Lock out on these terms from the next try on; whoever waits already waits as long as they were told."""
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.set_lock_out_terms(command.terms)
        return Receipt.of(clinic)
