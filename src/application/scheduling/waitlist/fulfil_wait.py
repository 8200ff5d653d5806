"""End a wait because the patient is booked."""

from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.ports import Appointments, Holds
from application.scheduling.slots.offered_slots import give_back
from application.scheduling.waitlist.ports import WaitlistEntries
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.scheduling.waitlist.entry import NoLongerWaiting, NotWaitedFor
from domain.shared.identifiers import AppointmentId


class FulfilWait(Command, frozen=True, kw_only=True):
    """End the wait of a patient who was booked for what they wait for. A slot that is on offer is given back."""

    operation: ClassVar[str] = "scheduling.fulfil-wait"
    conditional: ClassVar[bool] = False
    leaves_fact: ClassVar[bool] = False  # mostly there is nothing to end

    appointment: AppointmentId


@dataclass(frozen=True, slots=True)
class FulfilWaitHandler:
    """Looks whether the patient waits, and whether this is what they wait for."""

    entries: WaitlistEntries
    appointments: Appointments
    holds: Holds

    async def __call__(self, command: FulfilWait, execution: Execution) -> Receipt:
        """Fulfil the wait, if there is one."""
        appointment = await self.appointments.get(command.appointment, execution)
        kind = appointment.visit.visit_type.code
        waiting = await self.entries.waiting(appointment.patient, kind, execution)
        if waiting is not None:
            with suppress(NotWaitedFor, NoLongerWaiting):
                async with self.entries.change(waiting, execution) as entry:
                    offer = entry.offer
                    entry.fulfil(command.appointment, appointment.visit)
                    await give_back(offer, self.holds, execution)
        return Receipt(id=execution.command_id, version=0)
