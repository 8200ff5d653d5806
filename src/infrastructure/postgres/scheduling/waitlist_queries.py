"""The waitlist's questions, each one statement."""

from typing import Final
from uuid import UUID

from application.scheduling.queries import GetWaitlistEntry, ListWaitlist
from application.scheduling.waitlist.views import WaitlistEntryView, WaitlistLine
from application.shared.execution import Execution
from application.shared.paging import Page, after
from application.shared.refusals import NotFound
from domain.scheduling.waitlist.entry import Urgency, WaitlistEntry
from domain.shared.time import Instant
from infrastructure.postgres.conditions import Conditions
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.one_person import records_of
from infrastructure.postgres.outsiders import perhaps_shared
from infrastructure.postgres.point_reads import PointReads
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.scheduling.own_rows import own_rows

# Of two urgencies the greater word is the greater urgency, so text sorts as the line does.
_PAGE: Final = """
select page.*, line.position
  from ({select} where {where} order by t.urgency desc, t.joined_at, t.id limit {limit}) as page
  left join lateral (
    select count(*) as position from waitlist_entry o
     where o.clinic_id = $1 and o.visit_type = page.visit_type and o.status in ('waiting', 'offered')
       and o.urgency >= page.urgency
       and (o.urgency > page.urgency or (o.joined_at, o.id) <= (page.joined_at, page.id))
  ) as line on page.status in ('waiting', 'offered')
 order by page.urgency desc, page.joined_at, page.id
"""


class PostgresWaitlistQueries:
    """Answers from the waits' rows."""

    def __init__(
        self, entries: ReadModel[WaitlistEntry, WaitlistEntryView], reads: PointReads, lists: ListReads
    ) -> None:
        self._entries = entries
        self._reads = reads
        self._lists = lists

    async def entry(self, query: GetWaitlistEntry, execution: Execution) -> WaitlistEntryView:
        """Show one wait, now or as of a past moment."""
        view = await self._reads.one(self._entries, query.entry, execution, as_of=query.as_of)
        if not execution.reaches(view.patient, view.provider):
            raise NotFound(id=query.entry)
        return view

    async def entries(self, query: ListWaitlist, execution: Execution) -> Page[WaitlistLine]:
        """List waits in the order of the line."""
        where = _conditions(query, execution)
        shown_ones = f"{where}{self._entries.known}"
        sql = _PAGE.format(select=self._entries.select, where=shown_ones, limit=query.limit + 1)
        rows = await self._lists.rows(execution, sql, *where.values)
        found = await self._lists.cut(self._entries, rows, ("urgency", "joined_at", "id"), query.limit, execution)
        positions = {row["id"]: row["position"] for row in rows}
        lines = (WaitlistLine(entry=view, position=positions[view.id]) for view in found.items)
        return Page(items=tuple(lines), next=found.next)


def _conditions(query: ListWaitlist, execution: Execution) -> Conditions:
    conditions = Conditions(execution.clinic)
    conditions.demand("t.status = any({}::text[])", [status.value for status in query.status])
    if execution.actor.is_outside:
        conditions.demand(perhaps_shared("t.patient"))
    if execution.reach == "own":
        condition, records = own_rows(execution)
        conditions.demand(condition, *records)
    if query.visit_type is not None:
        conditions.demand("t.visit_type = {}", query.visit_type)
    if query.provider is not None:
        conditions.demand("t.provider = {}", query.provider)
    if query.patient is not None:
        conditions.demand(f"t.patient = any({records_of('{0}::uuid')})", query.patient)
    start = after(query.after, tuple[Urgency, Instant, UUID])
    if start is not None:
        urgency, joined_at, entry = start
        behind = "(t.urgency < {0} or (t.urgency = {0} and (t.joined_at, t.id) > ({1}, {2})))"
        conditions.demand(behind, urgency, joined_at, entry)
    return conditions
