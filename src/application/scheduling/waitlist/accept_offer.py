"""Take a slot that is offered."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.ports import Purpose
from application.scheduling.appointments.reception import ADMISSION_REFUSALS, HOLD_REFUSALS, Reception
from application.scheduling.ports import Appointments, Holds
from application.scheduling.waitlist.ports import WaitlistEntries
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import Party
from domain.scheduling.appointments.planned_visit import Reason
from domain.scheduling.appointments.visit_place import Whereabouts
from domain.scheduling.waitlist.entry import NoLongerWaiting, NoOfferRuns, WaitlistEntryId
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class AcceptOffer(Command, frozen=True, kw_only=True):
    """Take a slot that is offered: the visit is booked, and the wait is over.

    What is not said stays as it was said when the patient joined.
    """

    operation: ClassVar[str] = "scheduling.accept-offer"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        NoLongerWaiting,
        NoOfferRuns,
        *ADMISSION_REFUSALS,
        *HOLD_REFUSALS,
    )

    entry: InPath[WaitlistEntryId] = IN_PATH
    whereabouts: Whereabouts | None = None
    reason: Reason | None = None


class AcceptanceReceipt(Receipt, frozen=True, kw_only=True):
    """Names the appointment that was booked."""

    appointment: AppointmentId


@dataclass(frozen=True, slots=True)
class AcceptOfferHandler:
    """Turns the slot that was kept into an appointment, or leaves everything as it was."""

    entries: WaitlistEntries
    appointments: Appointments
    reception: Reception
    holds: Holds
    locks: Locks

    async def __call__(self, command: AcceptOffer, execution: Execution) -> AcceptanceReceipt:
        """Book the visit under an id that derives from the command. Everything about it is asked anew."""
        await self.locks.hold(execution, command.entry)
        id = AppointmentId(execution.new_id("appointment"))  # noqa: A001 - the field's word
        async with self.entries.change(command.entry, execution) as entry:
            offer = entry.running_offer(execution.now)
            admission, _ = await self.reception.admit(
                offer.visit.request,
                entry.patient,
                command.whereabouts or entry.whereabouts,
                Purpose(id, using=offer.hold),
                execution,
            )
            async with self.holds.change(offer.hold, execution) as hold:
                hold.use(id, admission, execution.now)
            reason = command.reason or entry.reason
            # The offer was the clinic's word: what is accepted waits for no further answer.
            appointment = Appointment.book(id, admission, by=Party.CLINIC, reason=reason, hold=offer.hold)
            await self.appointments.add(appointment, execution)
            entry.accept(id, execution.now)
        return AcceptanceReceipt(id=entry.id, version=entry.version, appointment=id)
