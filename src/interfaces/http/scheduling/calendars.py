"""Calendars for whoever has the link: without sign-in, since calendar programs have none."""

import asyncio
from math import ceil
from typing import Any, Final

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from application.scheduling.calendars.feed import CalendarReading
from application.scheduling.calendars.issue_calendar_link import FEEDS
from application.shared.refusals import DeadlineExceeded, NotFound
from interfaces.http.allowance import Allowance
from interfaces.http.openapi.serving import cacheable
from interfaces.http.problems import TooOften
from interfaces.http.scheduling.icalendar_text import icalendar_text

TEXT_CALENDAR: Final = "text/calendar"
"""Litestar adds that it is UTF-8."""
PRIVATE: Final = "private, max-age=300"
"""A copy may be kept by the program that asked, and by nobody on the way."""

A_MINUTE: Final = 30
"""So often one link is read; calendar programs look a few times an hour."""

SUFFIX: Final = ".ics"


def calendars(read: CalendarReading, *, budget: float) -> HTTPRouteHandler:
    """Make the endpoint of all links. ``budget`` is the deadline of a request, in seconds."""
    allowance = Allowance(A_MINUTE)

    @get(f"{FEEDS}/{{file:str}}", name="calendars")
    async def endpoint(request: Request[Any, Any, Any], file: FromPath[str]) -> Response[bytes]:
        wait = allowance.wait(file)
        if wait:
            raise TooOften(seconds=ceil(wait))
        if not file.endswith(SUFFIX):
            raise NotFound
        try:
            async with asyncio.timeout(budget):
                entries = await read(file.removesuffix(SUFFIX))
        except TimeoutError as late:
            raise DeadlineExceeded(seconds=budget) from late
        return cacheable(request, icalendar_text(entries), TEXT_CALENDAR, fresh=PRIVATE)

    return endpoint
