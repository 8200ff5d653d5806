"""What is still booked for a patient, in memory."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from application.shared.execution import Execution
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import OPEN, AppointmentStatus
from domain.scheduling.waitlist.entry import IN_LINE, WaitlistEntry
from domain.shared.identifiers import AppointmentId, PatientId
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryOpenAppointments:
    """Folds the calendar."""

    def __init__(self, log: MemoryLog) -> None:
        self._appointments = WholeClinic(Appointment, log)
        self._entries = WholeClinic(WaitlistEntry, log)

    async def of(self, patient: PatientId, execution: Execution) -> tuple[AppointmentId, ...]:
        """Name a patient's appointments that are ahead or under way, soonest first."""
        return _named(self._open(execution, {patient}))

    async def meeting(
        self, patient: PatientId, others: Sequence[PatientId], execution: Execution
    ) -> tuple[AppointmentId, ...]:
        """Name the open appointments of a patient that meet one of other patients, and those, soonest first."""
        mine, theirs = self._open(execution, {patient}), self._open(execution, {*others})
        pairs = [(one, other) for one in mine for other in theirs if one.visit.span.overlaps(other.visit.span)]
        return _named([appointment for pair in pairs for appointment in pair])

    async def waits(self, patient: PatientId, execution: Execution) -> tuple[UUID, ...]:
        """Name a patient's entries of the waitlist that still stand in line, the oldest first."""
        entries = sorted(self._entries.all(execution), key=lambda entry: (entry.created_on, entry.id))
        return tuple(entry.id for entry in entries if entry.patient == patient and entry.status in IN_LINE)

    async def last_visit(self, patient: PatientId, execution: Execution) -> date | None:
        """Give the day of a patient's last visit that took place."""
        held = [
            appointment
            for appointment in self._appointments.all(execution)
            if appointment.patient == patient and appointment.status is AppointmentStatus.FULFILLED
        ]
        last = max(held, key=lambda appointment: appointment.visit.starts_at, default=None)
        return None if last is None else last.visit.place.zone.date(last.visit.span.ends_at)

    def _open(self, execution: Execution, patients: Collection[PatientId]) -> list[Appointment]:
        return [
            appointment
            for appointment in self._appointments.all(execution)
            if appointment.patient in patients and appointment.status in OPEN
        ]


def _named(appointments: list[Appointment]) -> tuple[AppointmentId, ...]:
    soonest_first = sorted(appointments, key=lambda appointment: (appointment.visit.starts_at, appointment.id))
    return tuple(dict.fromkeys(AppointmentId(appointment.id) for appointment in soonest_first))
