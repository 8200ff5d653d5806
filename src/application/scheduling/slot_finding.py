"""Finding free slots: for whoever looks for a time, and for whoever was just told that a time is taken."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from application.scheduling.ports import CalendarReader, Calendars, SlotsWanted
from application.scheduling.queries import FindSlots
from application.scheduling.views import SlotView
from application.shared import paging
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.refusals import Malformed
from domain.scheduling.planned_visit import VisitRequest
from domain.scheduling.slot_pages import LONGEST_RANGE, SearchRangeTooLong, SlotCursor, slot_page
from domain.scheduling.slots import Slot, SlotSearch
from domain.scheduling.visit_place import VisitPlace
from domain.shared.identifiers import PatientId, ProviderId, SiteId
from domain.shared.time import Instant, Span, TimeZone

NEXT_FREE: Final = 5
"""How many slots somebody is offered whose slot is taken."""

_LOOK_AHEAD: Final = timedelta(days=14)
_FIRST_LOOK: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SlotFinder:
    """Searches the calendars."""

    calendars: CalendarReader

    async def find(self, query: FindSlots, execution: Execution) -> Page[SlotView]:
        """Give a page of free slots. Raises ``Malformed``, ``SearchRangeTooLong``, ``NotFound`` for a site."""
        wanted = SlotsWanted(
            visit_type=query.visit_type,
            within=_span(query.earliest, query.until),
            place=_place(query),
            providers=query.provider,
            specialty=query.specialty,
            language=query.language,
            patient=execution.actor.patient,
        )
        if wanted.within.length > LONGEST_RANGE:
            raise SearchRangeTooLong(longest_days=LONGEST_RANGE.days)
        seen = paging.after(query.after, tuple[Instant, UUID])
        cursor = SlotCursor(starts_at=seen[0], provider=ProviderId(seen[1])) if seen is not None else None
        found = await self._search(wanted, execution, cursor, query.limit + 1)
        return paging.page(
            [SlotView.of(slot) for slot in found], query.limit, lambda slot: (slot.starts_at, slot.provider)
        )

    async def next_free(
        self, request: VisitRequest, patient: PatientId | None, execution: Execution, *sparing: UUID
    ) -> tuple[SlotView, ...]:
        """Give the next free slots of the same provider, visit type and place, from the time asked for on."""
        wanted = SlotsWanted(
            visit_type=request.visit_type,
            within=Span.lasting(max(request.starts_at, execution.now), _LOOK_AHEAD),
            place=request.place,
            providers=(request.provider,),
            patient=patient,
            sparing=sparing,
        )
        found = await self._search(wanted, execution, None, NEXT_FREE)
        return tuple(SlotView.of(slot) for slot in found)

    async def _search(
        self, wanted: SlotsWanted, execution: Execution, after: SlotCursor | None, limit: int
    ) -> list[Slot]:
        """Give up to ``limit`` slots, a stretch of time at a time: most searches are answered by the first."""
        found: list[Slot] = []
        for stretch in _stretches(
            wanted.within, max(execution.now, after.starts_at) if after is not None else execution.now
        ):
            calendars = await self.calendars.read(wanted._replace(within=stretch), execution)
            if stretch.starts_at > calendars.policy.latest_start(execution.now):
                break
            search = _search(wanted, stretch, calendars, execution.now)
            # In a thread, because a clinic's fully booked weeks take long enough for others to notice.
            page = await asyncio.to_thread(slot_page, search, calendars.candidates, after, limit - len(found))
            found += page.slots
            if len(found) == limit:
                break
        return found


def _stretches(within: Span, earliest: datetime) -> Iterator[Span]:
    """Give what is to be searched in pieces that grow: a page is soon full, but not where everything is booked."""
    starts_at, length = max(within.starts_at, earliest), _FIRST_LOOK
    while starts_at < within.ends_at:
        ends_at = min(starts_at + length, within.ends_at)
        yield Span(starts_at=starts_at, ends_at=ends_at)
        starts_at, length = ends_at, 2 * length


def _search(wanted: SlotsWanted, within: Span, calendars: Calendars, now: datetime) -> SlotSearch:
    return SlotSearch(
        visit_type=wanted.visit_type,
        place=calendars.place,
        within=within,
        policy=calendars.policy,
        now=now,
        patient_taken=calendars.patient_taken,
    )


def _span(earliest: datetime, until: datetime) -> Span:
    try:
        return Span(starts_at=earliest, ends_at=until)
    except ValueError as wrong:
        raise _malformed("until", "must be after from, both in the years 1900 to 2199") from wrong


def _place(query: FindSlots) -> VisitPlace | SiteId:
    if query.site is not None:
        return query.site
    if query.jurisdiction is None or query.zone is None:
        missing = "jurisdiction" if query.jurisdiction is None else "zone"
        raise _malformed(missing, "is needed to know where the patient will be, unless a site is named")
    try:
        return VisitPlace(jurisdiction=query.jurisdiction, zone=TimeZone(name=query.zone))
    except ValueError as unknown:
        raise _malformed("zone", str(unknown)) from unknown


def _malformed(parameter: str, detail: str) -> Malformed:
    return Malformed(errors=[{"parameter": parameter, "detail": detail}])
