"""What the waitlist needs from outside."""

from collections.abc import Collection, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from application.scheduling.queries import GetWaitlistEntry, ListWaitlist
from application.scheduling.waitlist.views import WaitlistEntryView, WaitlistLine
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.repository import Repository
from domain.scheduling.waitlist.entry import WaitlistEntry, WaitlistEntryId
from domain.scheduling.waitlist.line import Opening, Waiting
from domain.shared.identifiers import PatientId
from domain.shared.visits import VisitTypeCode

S_contra = TypeVar("S_contra", contravariant=True)


class WaitlistEntries(Repository[WaitlistEntry], Protocol):
    """The clinic's waits, to change."""

    async def waiting(
        self, patient: PatientId, visit_type: VisitTypeCode, execution: Execution
    ) -> WaitlistEntryId | None:
        """Name the patient's wait for a kind of visit, while they are in line. A command holds the patient first."""
        ...

    async def overdue(self, execution: Execution, limit: int) -> tuple[WaitlistEntryId, ...]:
        """Name waits whose offer ran out or whose last day is over, and of which nobody has noted it yet.

        Of a patient who was erased nothing is noted any more. A last day counts as over when it is so everywhere.
        """
        ...


class FreedTimes(Protocol):
    """Knows what time a fact gave back or brought."""

    async def opening(self, stream: UUID, version: int, execution: Execution) -> Opening | None:
        """Give the provider's time that is free since a fact of an appointment, a hold or a provider's hours.

        ``None`` where it freed none, or none that is still ahead.
        """
        ...


class WaitingLine(Protocol):
    """Knows who waits for a provider's time."""

    async def waiting(
        self, opening: Opening, execution: Execution, passing_over: Sequence[WaitlistEntryId], limit: int
    ) -> tuple[Waiting, ...]:
        """Give the first in line who wait for a visit that this provider offers, on a day that the opening touches.

        In the order of the line, without those to pass over and without patients who were erased.
        """
        ...


class WaitlistLookout(Protocol[S_contra]):
    """Tells a follower whether there is anything to do. ``S_contra`` is the storage's open transaction."""

    async def is_anybody_waiting(self, session: S_contra) -> bool:
        """Tell whether anybody in the session's clinic is in line."""
        ...

    async def who_waits(self, patients: Collection[PatientId], session: S_contra) -> frozenset[PatientId]:
        """Name those of the patients who are in line for something."""
        ...


class WaitlistQueries(Protocol):
    """The waitlist, to look at. What is out of the actor's reach is not found."""

    async def entry(self, query: GetWaitlistEntry, execution: Execution) -> WaitlistEntryView:
        """Show one wait, now or as of a past moment. Raises ``NotFound``."""
        ...

    async def entries(self, query: ListWaitlist, execution: Execution) -> Page[WaitlistLine]:
        """List waits in the order of the line."""
        ...
