"""Calendars for whoever has the link: without sign-in, since calendar programs have none."""

import asyncio
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from application.scheduling.calendars.feed import READING, CalendarReading
from application.scheduling.calendars.issue_calendar_link import FEEDS
from application.scheduling.calendars.ports import CalendarEntry
from application.shared.refusals import DeadlineExceeded, NotFound, Unavailable
from domain.scheduling.appointments.lifecycle import AppointmentStatus
from domain.shared.identifiers import AppointmentId, PatientId
from domain.shared.visits import VisitMode
from interfaces.http.openapi.feeds import Feed
from interfaces.http.openapi.serving import cacheable
from interfaces.http.rates import Rates
from interfaces.http.request_ids import request_id
from interfaces.http.request_origin import origin
from interfaces.http.scheduling.icalendar_text import icalendar_text

TEXT_CALENDAR: Final = "text/calendar"
"""Litestar adds that it is UTF-8."""
PRIVATE: Final = "private, max-age=300"
"""A copy may be kept by the program that asked, and by nobody on the way."""

SUFFIX: Final = ".ics"

FEED: Final = Feed(
    name=READING,
    path="/calendars/{file}",
    summary="Read a calendar",
    about="The visits of a provider or of a patient as iCalendar (RFC 5545): when they are, how the two meet and at "
    "which site, and nothing that says whose or why. What is called off stays for 30 days as cancelled. The address is "
    "the one that `scheduling.issue-provider-calendar-link` or `scheduling.issue-patient-calendar-link` gave; once it "
    "is revoked, there is nothing here.",
    parameter="file",
    secret=f"pcal_0000000000000000000000_secret{SUFFIX}",
    media=TEXT_CALENDAR,
    example=icalendar_text(
        [
            CalendarEntry(
                appointment=AppointmentId(UUID("5d1c7f0b-94c1-4d55-8a76-0a2b6cf0d7a9")),
                version=1,
                status=AppointmentStatus.BOOKED,
                mode=VisitMode.VIDEO,
                starts_at=datetime(2030, 5, 14, 13, tzinfo=UTC),
                ends_at=datetime(2030, 5, 14, 13, 30, tzinfo=UTC),
                made_at=datetime(2030, 5, 6, 9, tzinfo=UTC),
                changed_at=datetime(2030, 5, 6, 9, tzinfo=UTC),
                site=None,
                patient=PatientId(UUID("6e0f5c3a-1f0e-4d8f-9b7c-0b4b8c0a7d11")),
            )
        ]
    ).decode(),
    pattern="^BEGIN:VCALENDAR\r\n",
    refusals=(NotFound, DeadlineExceeded, Unavailable),
)
"""Links to a provider's and to a patient's visits lead here alike."""


def calendars(read: CalendarReading, rates: Rates, *, budget: float) -> HTTPRouteHandler:
    """Make the endpoint of all links. ``budget`` is the deadline of a request, in seconds."""

    @get(f"{FEEDS}/{{file:str}}", name="calendars")
    async def endpoint(request: Request[Any, Any, Any], file: FromPath[str]) -> Response[bytes]:
        rates.of_link(request.scope, file)
        if not file.endswith(SUFFIX):
            raise NotFound
        try:
            async with asyncio.timeout(budget):
                secret = file.removesuffix(SUFFIX)
                entries = await read(secret, request=request_id(request.scope), origin=origin(request))
        except TimeoutError as late:
            raise DeadlineExceeded(seconds=budget) from late
        return cacheable(request, icalendar_text(entries), TEXT_CALENDAR, fresh=PRIVATE)

    return endpoint
