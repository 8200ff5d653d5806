"""Undo a link of two records."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import PatientLinks
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.patients.link import LinkUndone, PatientLinkId
from domain.shared.errors import DomainError


class UnlinkPatients(Command, frozen=True, kw_only=True):
    """Undo a link: the two records are of different people."""

    operation: ClassVar[str] = "patients.unlink-patients"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (LinkUndone,)

    link: InPath[PatientLinkId] = IN_PATH


@dataclass(frozen=True, slots=True)
class UnlinkPatientsHandler:
    """Takes the link back. Holds both records meanwhile: no booking that stands on the link slips between."""

    links: PatientLinks
    locks: Locks

    async def __call__(self, command: UnlinkPatients, execution: Execution) -> Receipt:
        """Undo the link; what was written to either record meanwhile stays with it."""
        async with self.links.change(command.link, execution) as link:
            await self.locks.hold(execution, link.patient, link.survivor)
            link.undo(now=execution.now)
        return Receipt.of(link)
