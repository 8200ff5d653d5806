"""Set what people see of the clinic."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import Clinics
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.identity.branding import Branding, ContrastTooLow
from domain.shared.errors import DomainError


class SetBranding(Command, frozen=True, kw_only=True):
    """Set by which name people know the clinic, its colours and logo, and in whose name it writes.

    The branding is replaced as a whole: what is not named is as in a clinic that has set nothing.
    """

    operation: ClassVar[str] = "identity.set-branding"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ContrastTooLow,)

    branding: Branding


@dataclass(frozen=True, slots=True)
class SetBrandingHandler:
    """Sets the branding of the actor's clinic."""

    clinics: Clinics

    async def __call__(self, command: SetBranding, execution: Execution) -> Receipt:
        """Let people see the clinic like this."""
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.set_branding(command.branding)
        return Receipt.of(clinic)
