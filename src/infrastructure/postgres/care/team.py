"""Care teams on PostgreSQL."""

from typing import Final

from application.patients.care.queries import ListCareAssignments
from application.patients.care.views import CareAssignmentView
from application.shared.execution import Execution
from application.shared.paging import Page
from domain.patients.care_assignment import Assignee, CareAssignment, CareAssignmentId
from domain.shared.identifiers import PatientId, ProviderId
from infrastructure.postgres.conditions import Conditions
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.one_person import records_of
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.session import current

_STANDING: Final = """
select id from care_assignment
 where clinic_id = $1 and patient = $2 and provider = $3 and ended_at is null and (ends_at is null or ends_at > $4)
 limit 1
"""

_ASSIGNEE: Final = "select suspended, leaves_at from provider where clinic_id = $1 and id = $2"


class PostgresCareAssignments(PostgresRepository[CareAssignment]):
    """Loads and stores assignments, and finds the one that stands."""

    async def standing(self, patient: PatientId, provider: ProviderId, execution: Execution) -> CareAssignmentId | None:
        """Give the assignment of a provider to a patient that is not over, now or for a time ahead."""
        found = await current().fetchval(_STANDING, execution.clinic, patient, provider, execution.now)
        return CareAssignmentId(found) if found is not None else None


class PostgresAssignees:
    """Reads the directory in the command's own transaction."""

    async def of(self, provider: ProviderId, execution: Execution) -> Assignee | None:
        """Give how a provider stands; ``None`` for nobody of the clinic's directory."""
        row = await current().fetchrow(_ASSIGNEE, execution.clinic, provider)
        if row is None:
            return None
        return Assignee(provider=provider, suspended=row["suspended"], leaves_at=row["leaves_at"])


class PostgresCareTeamQueries:
    """Answers from the rows of assignments."""

    def __init__(self, assignments: ReadModel[CareAssignment, CareAssignmentView], lists: ListReads) -> None:
        self._assignments = assignments
        self._lists = lists

    async def assignments(self, query: ListCareAssignments, execution: Execution) -> Page[CareAssignmentView]:
        """List assignments in the order in which they were made."""
        return await self._lists.page(self._assignments, _asked(query, execution), "assigned_at", query, execution)


def _asked(query: ListCareAssignments, execution: Execution) -> Conditions:
    where = Conditions(execution.clinic)
    if execution.reach == "own":
        where.demand("t.patient = any({}::uuid[])", sorted(execution.own_patients))
    if execution.reach == "care":
        where.demand("t.provider = {}", execution.actor.provider)
    if query.patient is not None:
        where.demand(f"t.patient = any({records_of('{0}::uuid')})", query.patient)
    if query.provider is not None:
        where.demand("t.provider = {}", query.provider)
    return where
