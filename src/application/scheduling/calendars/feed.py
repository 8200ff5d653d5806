"""What a calendar program is shown: when somebody's visits are, and nothing that says whose or why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from application.scheduling.calendars.ports import CalendarEntry, CalendarFeeds, CalendarSecrets, OpenCalendar
from application.shared.actor import Actor
from application.shared.asked_for import AskedFor
from application.shared.audit_trail import AuditTrail
from application.shared.clock import ClinicClocks
from application.shared.execution import Execution, Origin
from application.shared.refusals import NotFound
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role

READING: Final = "scheduling.read-calendar"
"""The operation under which the audit trail has it."""

CANCELLED_FOR: Final = timedelta(days=30)
"""So long a visit that is off stays in the feed, so that a program that seldom looks takes it out."""

PAST_FOR: Final = timedelta(days=30)
"""So long after its start a visit stays in the feed."""


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """Lets whoever has a link read what it leads to. The link is the credential: the trail names it as who read."""

    secrets: CalendarSecrets
    feeds: CalendarFeeds
    clocks: ClinicClocks
    audit: AuditTrail

    async def __call__(self, secret: str, *, request: UUID, origin: Origin) -> tuple[CalendarEntry, ...]:
        """Give the visits by start, then id. Raises ``NotFound``, the same for a revoked link and for none."""
        link = await self.secrets.opened(secret)
        if link is None:
            raise NotFound
        now = await self.clocks.now(link.clinic)
        entries = await self.feeds.read(link, started_since=now - PAST_FOR, off_since=now - CANCELLED_FOR)
        shown = {entry.patient for entry in entries}.union((link.patient,) if link.patient is not None else ())
        await self.audit.note(_by(link, now, request, origin), "done", AskedFor((link.link,), tuple(shown)))
        return entries


def _by(link: OpenCalendar, now: datetime, request: UUID, origin: Origin) -> Execution:
    return Execution(
        actor=Actor(clinic=link.clinic, id=AccountId(link.link), role=Role.VISITOR),
        operation=READING,
        reach="own",
        command_id=request,
        correlation_id=request,
        now=now,
        origin=origin,
    )
