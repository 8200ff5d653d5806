"""What is still booked for a patient, read in the command's own transaction."""

from typing import Final

from application.shared.execution import Execution
from domain.scheduling.lifecycle import OPEN
from domain.shared.identifiers import AppointmentId, PatientId
from infrastructure.postgres.session import current

_OPEN: Final = """
select id from appointment
 where clinic_id = $1 and patient = $2 and status = any($3::text[])
 order by starts_at, id
"""


class PostgresOpenAppointments:
    """Reads the calendar's rows."""

    async def of(self, patient: PatientId, execution: Execution) -> tuple[AppointmentId, ...]:
        """Name a patient's appointments that are ahead or under way, soonest first."""
        states = sorted(status.value for status in OPEN)
        rows = await current().fetch(_OPEN, execution.clinic, patient, states)
        return tuple(AppointmentId(row["id"]) for row in rows)
