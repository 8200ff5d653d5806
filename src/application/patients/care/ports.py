"""What care needs from outside."""

from typing import Protocol

from application.patients.care.queries import GetBreakGlass, ListBreakGlass, ListCareAssignments
from application.patients.care.views import BreakGlassView, CareAssignmentView
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.repository import Repository
from domain.patients.break_glass import BreakGlass
from domain.patients.care_assignment import Assignee, CareAssignment, CareAssignmentId
from domain.shared.identifiers import PatientId, ProviderId


class BrokenGlasses(Repository[BreakGlass], Protocol):
    """The glasses that were broken, to change."""


class BreakGlassQueries(Protocol):
    """The glasses that were broken, to look at."""

    async def glass(self, query: GetBreakGlass, execution: Execution) -> BreakGlassView:
        """Show one, now or as of a past moment. Raises ``NotFound``, ``Erased``."""
        ...

    async def glasses(self, query: ListBreakGlass, execution: Execution) -> Page[BreakGlassView]:
        """List them in the order in which they were broken; of who was erased none is listed."""
        ...


class CareAssignments(Repository[CareAssignment], Protocol):
    """Who is in whose care team, to change."""

    async def standing(self, patient: PatientId, provider: ProviderId, execution: Execution) -> CareAssignmentId | None:
        """Give the assignment of a provider to a patient that is not over, now or for a time ahead."""
        ...


class Assignees(Protocol):
    """The providers of the directory, as who may be given patients."""

    async def of(self, provider: ProviderId, execution: Execution) -> Assignee | None:
        """Give how a provider stands; ``None`` for nobody of the clinic's directory."""
        ...


class CareTeamQueries(Protocol):
    """Who is in whose care team, to look at."""

    async def assignments(self, query: ListCareAssignments, execution: Execution) -> Page[CareAssignmentView]:
        """List assignments in the order in which they were made, of any record of the person that is named.

        Who reaches only what is their own is shown the care team of their own person and of those they represent; who
        reaches by care, and names nobody, is shown whom they are assigned to.
        """
        ...
