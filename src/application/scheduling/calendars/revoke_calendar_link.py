"""Revoke a calendar link."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.calendars.ports import CalendarLinks, CalendarSecrets
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.calendars.link import CalendarLinkId, CalendarLinkRevoked
from domain.shared.errors import DomainError


class RevokeCalendarLink(Command, frozen=True, kw_only=True):
    """Let a calendar link lead nowhere any more."""

    operation: ClassVar[str] = "scheduling.revoke-calendar-link"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (CalendarLinkRevoked,)

    calendar_link: InPath[CalendarLinkId] = IN_PATH


@dataclass(frozen=True, slots=True)
class RevokeCalendarLinkHandler:
    """Revokes a link and forgets its secret."""

    links: CalendarLinks
    secrets: CalendarSecrets

    async def __call__(self, command: RevokeCalendarLink, execution: Execution) -> Receipt:
        """Revoke the link."""
        async with self.links.change(command.calendar_link, execution) as link:
            link.revoke(execution.now)
        await self.secrets.forget(command.calendar_link, execution)
        return Receipt.of(link)
