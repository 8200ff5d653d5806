"""Link two records of one person."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import OpenAppointments, PatientLinks, Patients
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.patients.link import (
    AlreadyLinked,
    HasDuplicates,
    LinkedToItself,
    LinkReason,
    PatientLink,
    PatientLinkId,
    SurvivorIsLinked,
)
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, PatientId


class LinkPatients(Command, frozen=True, kw_only=True):
    """Link a duplicate record to the one that stays."""

    operation: ClassVar[str] = "patients.link-patients"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (LinkedToItself, AlreadyLinked, SurvivorIsLinked, HasDuplicates)
    conditional: ClassVar[bool] = False

    patient: PatientId
    """The duplicate."""
    survivor: PatientId
    reason: LinkReason


class LinkReceipt(Receipt, frozen=True, kw_only=True):
    """The link, and the visits at which the one person would have to be twice."""

    overlapping: tuple[AppointmentId, ...]
    """Open appointments of either record that meet one of the other; they stand, for somebody to settle."""


@dataclass(frozen=True, slots=True)
class LinkPatientsHandler:
    """Links two records. Holds both meanwhile: no other link and no booking for either slips between."""

    patients: Patients
    links: PatientLinks
    appointments: OpenAppointments
    locks: Locks

    async def __call__(self, command: LinkPatients, execution: Execution) -> LinkReceipt:
        """Link the records under an id that derives from the command, and report which visits now meet."""
        await self.locks.hold(execution, command.patient, command.survivor)
        for record in (command.patient, command.survivor):
            await self.patients.get(record, execution)
        live = await self.links.live(execution, command.patient, command.survivor)
        link = PatientLink.link(
            PatientLinkId(execution.new_id("link")),
            command.patient,
            command.survivor,
            command.reason,
            live,
        )
        others = (command.survivor, *(other.patient for other in live))
        overlapping = await self.appointments.meeting(command.patient, others, execution)
        await self.links.add(link, execution)
        return LinkReceipt(id=link.id, version=link.version, overlapping=overlapping)
