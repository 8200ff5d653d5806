"""What is still booked for a patient, in memory."""

from application.shared.execution import Execution
from domain.scheduling.appointment import Appointment
from domain.scheduling.lifecycle import OPEN
from domain.shared.identifiers import AppointmentId, PatientId
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryOpenAppointments:
    """Folds the calendar."""

    def __init__(self, log: MemoryLog) -> None:
        self._appointments = WholeClinic(Appointment, log)

    async def of(self, patient: PatientId, execution: Execution) -> tuple[AppointmentId, ...]:
        """Name a patient's appointments that are ahead or under way, soonest first."""
        still_open = [
            appointment
            for appointment in self._appointments.all(execution)
            if appointment.patient == patient and appointment.status in OPEN
        ]
        still_open.sort(key=lambda appointment: (appointment.visit.starts_at, appointment.id))
        return tuple(AppointmentId(appointment.id) for appointment in still_open)
