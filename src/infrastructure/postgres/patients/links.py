"""Links on PostgreSQL."""

from typing import Final

from application.shared.execution import Execution
from domain.patients.link import LiveLink, PatientLink, PatientLinkId
from domain.shared.identifiers import PatientId
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.session import current

_LIVE: Final = """
select id, patient, survivor from patient_link
 where clinic_id = $1 and unlinked_at is null and (patient = any($2::uuid[]) or survivor = any($2))
 order by linked_at, id
"""


class PostgresPatientLinks(PostgresRepository[PatientLink]):
    """Knows which records are linked. A unique index is the net: a record is the duplicate of one other."""

    async def live(self, execution: Execution, *patients: PatientId) -> tuple[LiveLink, ...]:
        """Give the live links that any of the records has, the oldest first."""
        rows = await current().fetch(_LIVE, execution.clinic, list(patients))
        return tuple(
            LiveLink(
                link=PatientLinkId(row["id"]), patient=PatientId(row["patient"]), survivor=PatientId(row["survivor"])
            )
            for row in rows
        )
