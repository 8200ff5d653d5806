"""The list of calendar links, folded."""

from datetime import datetime
from uuid import UUID

from application.scheduling.queries import ListCalendarLinks
from application.scheduling.views import CalendarLinkView
from application.shared.execution import Execution
from application.shared.paging import Page, after, page
from domain.scheduling.calendars.link import CalendarLink
from infrastructure.memory.repository import MemoryRepository


class MemoryCalendarLinkList:
    """Lists what the repository holds."""

    def __init__(self, links: MemoryRepository[CalendarLink]) -> None:
        self._links = links

    async def links(self, query: ListCalendarLinks, execution: Execution) -> Page[CalendarLinkView]:
        """List links in the order in which they were issued, those within the actor's reach."""
        start = after(query.after, tuple[datetime, UUID])
        fitting = [
            view
            for view in sorted(map(CalendarLinkView.of, self._links.all(execution)), key=_place)
            if query.provider in {None, view.provider}
            and query.patient in {None, view.patient}
            and (start is None or _place(view) > start)
        ]
        return page(fitting[: query.limit + 1], query.limit, _place)


def _place(view: CalendarLinkView) -> tuple[datetime, UUID]:
    return view.issued_at, view.id
