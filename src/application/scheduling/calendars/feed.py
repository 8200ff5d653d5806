"""What a calendar program is shown: when somebody's visits are, and nothing that says whose or why."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.scheduling.calendars.ports import CalendarEntry, CalendarFeeds, CalendarSecrets
from application.shared.clock import ClinicClocks
from application.shared.refusals import NotFound

CANCELLED_FOR: Final = timedelta(days=30)
"""So long a visit that is off stays in the feed, so that a program that seldom looks takes it out."""

PAST_FOR: Final = timedelta(days=30)
"""So long after its start a visit stays in the feed."""


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """Lets whoever has a link read what it leads to. The link is the credential: there is no actor."""

    secrets: CalendarSecrets
    feeds: CalendarFeeds
    clocks: ClinicClocks

    async def __call__(self, secret: str) -> tuple[CalendarEntry, ...]:
        """Give the visits by start, then id. Raises ``NotFound``, the same for a revoked link and for none."""
        link = await self.secrets.opened(secret)
        if link is None:
            raise NotFound
        now = await self.clocks.now(link.clinic)
        return await self.feeds.read(link, started_since=now - PAST_FOR, off_since=now - CANCELLED_FOR)
