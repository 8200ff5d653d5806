"""Close a site."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import Clinics, ExpectedPatients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.identity.premises import SiteExpectsPatients, UnknownSite
from domain.shared.errors import DomainError
from domain.shared.identifiers import SiteId


class CloseSite(Command, frozen=True, kw_only=True):
    """Close a site and its rooms, where nobody is expected any more."""

    operation: ClassVar[str] = "identity.close-site"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (UnknownSite, SiteExpectsPatients)

    site: InPath[SiteId] = IN_PATH


@dataclass(frozen=True, slots=True)
class CloseSiteHandler:
    """Closes a site of the actor's clinic. Holds the site meanwhile: no booking there slips between."""

    clinics: Clinics
    patients: ExpectedPatients
    locks: Locks

    async def __call__(self, command: CloseSite, execution: Execution) -> Receipt:
        """Close the site; its name is free again."""
        await self.locks.hold(execution, command.site)
        async with self.clinics.change(execution.clinic, execution) as clinic:
            expected = await self.patients.at(command.site, clinic.now(execution.now), execution)
            clinic.close_site(command.site, expected)
        return Receipt.of(clinic)
