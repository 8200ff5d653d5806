"""The waitlist's questions, answered by folding."""

from datetime import datetime
from uuid import UUID

from application.scheduling.queries import GetWaitlistEntry, ListWaitlist
from application.scheduling.waitlist.views import WaitlistEntryView, WaitlistLine
from application.shared.execution import Execution
from application.shared.paging import Page, after, page
from domain.scheduling.waitlist.entry import IN_LINE, Urgency, WaitlistEntry
from domain.shared.time import Instant
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.scheduling.waitlist import MemoryWaitlistEntries

Place = tuple[bool, datetime, UUID]


class MemoryWaitlistQueries:
    """Answers from the log."""

    def __init__(self, entries: MemoryWaitlistEntries, person: OnePerson) -> None:
        self._entries = entries
        self._person = person

    async def entry(self, query: GetWaitlistEntry, execution: Execution) -> WaitlistEntryView:
        """Show one wait, now or as of a past moment."""
        return WaitlistEntryView.of(self._entries.find(query.entry, execution, query.as_of))

    async def entries(self, query: ListWaitlist, execution: Execution) -> Page[WaitlistLine]:
        """List waits in the order of the line."""
        start = after(query.after, tuple[Urgency, Instant, UUID])
        line = sorted(map(_place_of, self._entries.in_line(execution.clinic)))
        of_person = None if query.patient is None else self._person.records(query.patient, execution)
        listed = (view for view in map(WaitlistEntryView.of, self._entries.all(execution)) if _fits(view, query))
        fitting = (view for view in listed if of_person is None or view.patient in of_person)
        behind = [view for view in sorted(fitting, key=_place) if start is None or _place(view) > _order(*start)]
        lines = [WaitlistLine(entry=view, position=_position(view, line)) for view in behind[: query.limit + 1]]
        return page(lines, query.limit, lambda one: (one.entry.urgency, one.entry.joined_at, one.entry.id))


def _fits(view: WaitlistEntryView, query: ListWaitlist) -> bool:
    return (
        view.status in query.status
        and query.visit_type in (None, view.visit_type)
        and query.provider in (None, view.provider)
    )


def _order(urgency: Urgency, joined_at: datetime, entry: UUID) -> Place:
    return urgency is not Urgency.URGENT, joined_at, entry


def _place(view: WaitlistEntryView) -> Place:
    return _order(view.urgency, view.joined_at, view.id)


def _place_of(entry: WaitlistEntry) -> tuple[str, Place]:
    return entry.wish.visit_type, _order(entry.urgency, entry.created_on, entry.id)


def _position(view: WaitlistEntryView, line: list[tuple[str, Place]]) -> int | None:
    if view.status not in IN_LINE:
        return None
    return sum(visit_type == view.visit_type and place <= _place(view) for visit_type, place in line)
