"""The list of calendar links, folded."""

from datetime import datetime
from uuid import UUID

from application.scheduling.queries import ListCalendarLinks
from application.scheduling.views import CalendarLinkView
from application.shared.execution import Execution
from application.shared.paging import Page
from domain.scheduling.calendars.link import CalendarLink
from infrastructure.memory.paging import page_of
from infrastructure.memory.repository import MemoryRepository


class MemoryCalendarLinkList:
    """Lists what the repository holds."""

    def __init__(self, links: MemoryRepository[CalendarLink]) -> None:
        self._links = links

    async def links(self, query: ListCalendarLinks, execution: Execution) -> Page[CalendarLinkView]:
        """List links in the order in which they were issued, those within the actor's reach."""
        fitting = (
            view
            for view in map(CalendarLinkView.of, self._links.all(execution))
            if query.provider in {None, view.provider} and query.patient in {None, view.patient}
        )
        return page_of(fitting, query, _place)


def _place(view: CalendarLinkView) -> tuple[datetime, UUID]:
    return view.issued_at, view.id
