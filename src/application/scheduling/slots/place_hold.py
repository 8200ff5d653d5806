"""Keep a slot free for a short while."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.parties import party
from application.scheduling.appointments.ports import Purpose
from application.scheduling.appointments.reception import SLOT_REFUSALS, Reception
from application.scheduling.ports import Holds
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.scheduling.appointments.eligibility import PatientIsLinked
from domain.scheduling.appointments.lifecycle import Party
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.slots.hold import Hold, HoldId
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId
from domain.shared.time import Instant


class PlaceHold(Command, frozen=True, kw_only=True):
    """Keep a slot free for a short while, so that a booking can be completed.

    A patient holds it for themselves; the clinic may hold it before it knows for whom.
    """

    operation: ClassVar[str] = "scheduling.place-hold"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (*SLOT_REFUSALS, PatientIsLinked)
    conditional: ClassVar[bool] = False

    visit: VisitRequest
    patient: PatientId | None = None


class HoldReceipt(Receipt, frozen=True, kw_only=True):
    """Tells how long the slot is kept."""

    expires_at: Instant


@dataclass(frozen=True, slots=True)
class PlaceHoldHandler:
    """Takes a slot off the market for as long as the clinic's policy says."""

    reception: Reception
    holds: Holds

    async def __call__(self, command: PlaceHold, execution: Execution) -> HoldReceipt:
        """Place the hold under an id that derives from the command."""
        id = HoldId(execution.new_id("hold"))  # noqa: A001 - the field's word
        themselves = execution.actor.patient if party(execution) is Party.PATIENT else None
        patient = command.patient or themselves
        visit, policy = await self.reception.offer(command.visit, patient, Purpose(id), execution)
        hold = Hold.place(id, visit, patient, policy.hold_ends(execution.now))
        await self.holds.add(hold, execution)
        return HoldReceipt(id=hold.id, version=hold.version, expires_at=hold.expires_at)
