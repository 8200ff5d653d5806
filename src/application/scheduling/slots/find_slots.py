"""Finding free slots across providers, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.scheduling.appointments.stated_place import malformed, stated_place
from application.scheduling.ports import CalendarReader, SlotsWanted
from application.scheduling.queries import FindSlots
from application.scheduling.slots.finding import Asked, SlotFinder
from application.scheduling.slots.views import SlotView
from application.shared import paging
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.refusals import NotFound
from domain.scheduling.slots.pages import SlotCursor
from domain.scheduling.slots.search import demand_range
from domain.shared.identifiers import ProviderId
from domain.shared.time import Instant, Span


@dataclass(frozen=True, slots=True)
class FindSlotsHandler:
    """Reads the calendars of everybody who comes into question, and gives a page of their free slots."""

    calendars: CalendarReader
    finder: SlotFinder

    async def __call__(self, query: FindSlots, execution: Execution) -> Page[SlotView]:
        """Give a page. Raises ``Malformed``, ``SearchRangeTooLong``, ``NotFound`` for a site or a patient."""
        if query.patient is not None and not execution.reaches(query.patient, None):
            raise NotFound(id=query.patient)
        within = _span(query.earliest, query.until)
        place = stated_place(query.jurisdiction, query.zone, query.site)
        demand_range(within)
        seen = paging.after(query.after, tuple[Instant, UUID])
        cursor = SlotCursor(starts_at=seen[0], provider=ProviderId(seen[1])) if seen is not None else None
        wanted = SlotsWanted(query.visit_type, place, query.provider, query.specialty, query.language, query.patient)
        calendars = await self.calendars.read(wanted, execution)
        search = calendars.search(query.visit_type, within, execution.now)
        asked = Asked(search, calendars, execution, query.patient or execution.actor.patient)
        found = await self.finder.first(asked, query.limit + 1, cursor)
        return paging.page(
            [SlotView.of(slot) for slot in found], query.limit, lambda slot: (slot.starts_at, slot.provider)
        )


def _span(earliest: datetime, until: datetime) -> Span:
    try:
        return Span(starts_at=earliest, ends_at=until)
    except ValueError as wrong:
        raise malformed("until", "must be after from, both in the years 1900 to 2199") from wrong
