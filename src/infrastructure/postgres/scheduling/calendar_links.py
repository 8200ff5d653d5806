"""The list of calendar links, by one statement."""

from datetime import datetime
from typing import Any
from uuid import UUID

from application.scheduling.queries import ListCalendarLinks
from application.scheduling.views import CalendarLinkView
from application.shared.execution import Execution
from application.shared.paging import Page, after, page
from domain.scheduling.calendars.link import CalendarLink
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.read_model import ReadModel


class PostgresCalendarLinkList:
    """Reads the links' rows."""

    def __init__(self, rows: ReadModel[CalendarLink, CalendarLinkView], lists: ListReads) -> None:
        self._rows = rows
        self._lists = lists

    async def links(self, query: ListCalendarLinks, execution: Execution) -> Page[CalendarLinkView]:
        """List links in the order in which they were issued, those within the actor's reach."""
        where, arguments = _conditions(query, execution)
        sql = f"{self._rows.select} where {where} order by t.issued_at, t.id limit {query.limit + 1}"
        rows = await self._lists.rows(execution, sql, *arguments)
        views = await self._lists.opened(self._rows, rows, execution)
        return page(views, query.limit, lambda view: (view.issued_at, view.id))


def _conditions(query: ListCalendarLinks, execution: Execution) -> tuple[str, list[Any]]:
    """Give only those conditions that were asked for or that reach sets, so that each combination finds its index."""
    wishes = [
        ("provider", query.provider),
        ("patient", query.patient),
        ("provider", execution.own_provider),
        ("patient", execution.own_patient),
    ]
    arguments: list[Any] = [execution.clinic]
    conditions = ["t.clinic_id = $1"]
    for column, wanted in wishes:
        if wanted is not None:
            arguments.append(wanted)
            conditions.append(f"t.{column} = ${len(arguments)}")
    if execution.reach == "own" and execution.own_provider is None and execution.own_patient is None:
        conditions.append("false")
    start = after(query.after, tuple[datetime, UUID])
    if start is not None:
        arguments += start
        conditions.append(f"(t.issued_at, t.id) > (${len(arguments) - 1}, ${len(arguments)})")
    return " and ".join(conditions), arguments
