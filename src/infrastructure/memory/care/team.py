"""Care teams in memory."""

from datetime import datetime
from uuid import UUID

import msgspec

from application.patients.care.queries import ListCareAssignments
from application.patients.care.views import CareAssignmentView
from application.shared.execution import Execution
from application.shared.paging import Page
from domain.patients.care_assignment import Assignee, CareAssignment, CareAssignmentId
from domain.providers.provider import Provider
from domain.shared.identifiers import PatientId, ProviderId
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.paging import page_of
from infrastructure.memory.repository import MemoryRepository
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryCareAssignments(MemoryRepository[CareAssignment]):
    """Loads and stores assignments, and finds the one that stands."""

    async def standing(self, patient: PatientId, provider: ProviderId, execution: Execution) -> CareAssignmentId | None:
        """Give the assignment of a provider to a patient that is not over, now or for a time ahead."""
        for one in self.all(execution):
            if (one.patient, one.provider) == (patient, provider) and not one.is_over(execution.now):
                return CareAssignmentId(one.id)
        return None


class MemoryAssignees:
    """Folds providers."""

    def __init__(self, log: MemoryLog) -> None:
        self._providers = WholeClinic(Provider, log)

    async def of(self, provider: ProviderId, execution: Execution) -> Assignee | None:
        """Give how a provider stands; ``None`` for nobody of the clinic's directory."""
        found = self._providers.find(provider, execution)
        if found is None:
            return None
        return Assignee(provider=provider, suspended=found.suspended, leaves_at=found.leaves_at)


class MemoryCareTeamQueries:
    """Answers from the log."""

    def __init__(self, assignments: MemoryRepository[CareAssignment], log: MemoryLog) -> None:
        self._assignments = assignments
        self._person = OnePerson(log)

    async def assignments(self, query: ListCareAssignments, execution: Execution) -> Page[CareAssignmentView]:
        """List assignments in the order in which they were made."""
        of = None if query.patient is None else self._person.records(query.patient, execution)
        fitting = [
            CareAssignmentView.of(one)
            for one in self._assignments.all(msgspec.structs.replace(execution, reach="any"))
            if (of is None or one.patient in of)
            and query.provider in (None, one.provider)
            and _is_in_reach(one, execution)
        ]
        return page_of(fitting, query, _assigned)


def _is_in_reach(one: CareAssignment, execution: Execution) -> bool:
    if execution.reach == "own":
        return one.patient in execution.own_patients
    return execution.reach == "any" or one.provider == execution.actor.provider


def _assigned(view: CareAssignmentView) -> tuple[datetime, UUID]:
    return view.assigned_at, view.id
