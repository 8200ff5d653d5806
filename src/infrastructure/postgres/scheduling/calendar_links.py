"""The list of calendar links, by one statement."""

from application.scheduling.queries import ListCalendarLinks
from application.scheduling.views import CalendarLinkView
from application.shared.execution import Execution
from application.shared.paging import Page
from domain.scheduling.calendars.link import CalendarLink
from infrastructure.postgres.conditions import Conditions
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.read_model import ReadModel


class PostgresCalendarLinkList:
    """Reads the links' rows."""

    def __init__(self, rows: ReadModel[CalendarLink, CalendarLinkView], lists: ListReads) -> None:
        self._rows = rows
        self._lists = lists

    async def links(self, query: ListCalendarLinks, execution: Execution) -> Page[CalendarLinkView]:
        """List links in the order in which they were issued, those within the actor's reach."""
        return await self._lists.page(self._rows, _asked(query, execution), "issued_at", query, execution)


def _asked(query: ListCalendarLinks, execution: Execution) -> Conditions:
    where = Conditions(execution.clinic)
    wishes = [
        ("provider", query.provider),
        ("patient", query.patient),
        ("provider", execution.own_provider),
        ("patient", execution.own_patient),
    ]
    for column, wanted in wishes:
        if wanted is not None:
            where.demand(f"t.{column} = {{}}", wanted)
    if execution.reach == "own" and execution.own_provider is None and execution.own_patient is None:
        where.demand("false")
    return where
