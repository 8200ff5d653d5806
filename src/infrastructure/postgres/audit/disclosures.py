"""What people wrote down of disclosures, on PostgreSQL."""

from application.audit.ports import ByHand, Sought
from application.patients.disclosures.views import RecordedDisclosureView
from application.shared.execution import Execution
from domain.patients.disclosure import Disclosure
from infrastructure.postgres.conditions import Conditions
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.read_model import ReadModel


class PostgresDisclosuresByHand:
    """Reads their rows."""

    def __init__(self, written: ReadModel[Disclosure, RecordedDisclosureView], lists: ListReads) -> None:
        self._written = written
        self._lists = lists

    async def of(self, sought: Sought, execution: Execution) -> tuple[ByHand, ...]:
        """Give what was disclosed of some patients, the latest first."""
        where = Conditions(execution.clinic)
        where.demand("t.patient = any({}::uuid[])", list(sought.patients))
        if sought.since is not None:
            where.demand("t.disclosed_at >= {}", sought.since)
        if sought.until is not None:
            where.demand("t.disclosed_at < {}", sought.until)
        if not sought.suspended:
            where.demand("(t.suspended_until is null or t.suspended_until <= {})", execution.now)
        if sought.after is not None:
            where.demand("(t.disclosed_at, t.id) < ({}, {})", *sought.after)
        sql = f"{self._written.select} where {where} order by t.disclosed_at desc, t.id desc limit {sought.limit}"
        rows = await self._lists.rows(execution, sql, *where.values)
        return tuple(map(_by_hand, await self._lists.opened(self._written, rows, execution)))


def _by_hand(view: RecordedDisclosureView) -> ByHand:
    return ByHand(
        view.id,
        view.disclosed_at,
        view.to,
        view.kinds,
        view.why,
        view.corrected_by is not None,
        view.recipient_kind,
        view.statement,
        view.suspended_until,
    )
