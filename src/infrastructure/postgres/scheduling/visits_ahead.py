"""The visits that have yet to begin, on PostgreSQL."""

from typing import Final
from uuid import UUID

from application.scheduling.appointments.visits_ahead import AheadCursor, VisitAhead
from application.shared.execution import Execution
from domain.scheduling.appointments.lifecycle import AWAITED
from domain.scheduling.appointments.reassignment import ReassignmentCause
from domain.shared.identifiers import AppointmentId, ProviderId
from infrastructure.postgres.connection import Row
from infrastructure.postgres.scheduling.calendar_json import STANDING, read_place, read_standing
from infrastructure.postgres.session import current

_STATES: Final = ", ".join(f"'{status}'" for status in sorted(AWAITED))

_PAGE: Final = f"""
select t.id, t.starts_at, t.place, t.provider, t.needs_reassignment, {STANDING} as standing
  from appointment t
  join provider p on p.clinic_id = $1 and p.id = t.provider
 where t.clinic_id = $1 and (t.starts_at, t.id) > ($2::timestamptz, $3::uuid) and t.status in ({_STATES}) and {{whose}}
 order by t.starts_at, t.id limit $4
"""  # noqa: S608 - our own text

_ALL: Final = _PAGE.format(whose="$5::uuid is null")
_OF_ONE: Final = _PAGE.format(whose="t.provider = $5::uuid")

_LAST: Final = UUID(int=(1 << 128) - 1)


class PostgresVisitsAhead:
    """Reads them in the command's own transaction."""

    async def page(
        self, provider: ProviderId | None, after: AheadCursor | None, limit: int, execution: Execution
    ) -> tuple[VisitAhead, ...]:
        """Give visits that start after ``now``, by start, then id."""
        behind = (execution.now, _LAST) if after is None else (after.starts_at, after.appointment)
        rows = await current().fetch(_ALL if provider is None else _OF_ONE, execution.clinic, *behind, limit, provider)
        return tuple(map(_visit, rows))


def _visit(row: Row) -> VisitAhead:
    noted = row["needs_reassignment"]
    return VisitAhead(
        appointment=AppointmentId(row["id"]),
        starts_at=row["starts_at"],
        place=read_place(row["place"]),
        provider=ProviderId(row["provider"]),
        standing=read_standing(row["standing"]),
        noted=ReassignmentCause(noted) if noted is not None else None,
    )
