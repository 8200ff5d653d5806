"""What appointments and holds take, as rows under the exclusion constraint."""

from collections.abc import Sequence
from typing import Final, Literal
from uuid import UUID

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.slots.hold import Hold
from infrastructure.postgres.projected_table import ProjectedTable
from infrastructure.postgres.session import Session

_TAKE: Final = """
insert into reservation
  (clinic_id, owner_id, kind, resource_id, starts_at, ends_at, lane, owner_kind, expires_at)
select $1::uuid, $2::uuid, taken.kind, taken.resource_id, taken.starts_at, taken.ends_at, taken.lane, $8::text,
       $9::timestamptz
  from unnest($3::text[], $4::uuid[], $5::timestamptz[], $6::timestamptz[], $7::smallint[])
    as taken (kind, resource_id, starts_at, ends_at, lane)
    on conflict (clinic_id, owner_id, kind)
    do update set resource_id = excluded.resource_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
       lane = excluded.lane, expires_at = excluded.expires_at
"""

_GIVE_BACK: Final = """
delete from reservation where clinic_id = $1::uuid and owner_id = $2::uuid and kind <> all($3::text[])
"""

_LAPSED: Final = """
delete from reservation where clinic_id = $1::uuid and owner_id = any($2::uuid[]) and expires_at <= $3::timestamptz
"""

OwnerKind = Literal["appointment", "hold"]


class Reservations:
    """Keeps one row for each thing that an appointment or hold takes: rows move with their owner."""

    tables = (ProjectedTable("reservation", "owner_id", lapses="expires_at"),)

    def __init__(self, owner_kind: OwnerKind) -> None:
        self._owner_kind = owner_kind

    async def project(self, session: Session, aggregate: Appointment | Hold) -> None:
        """Add what the owner takes now, and the removal of what it no longer takes, to the session's flush.

        What has run out takes nothing, though nobody has noted it yet: a rebuild comes upon such holds.
        """
        clinic, now = session.execution.clinic, session.execution.now
        claims = [claim for claim in aggregate.reservations() if claim.expires_at is None or claim.expires_at > now]
        if aggregate.version > 1:
            session.flush.write(_GIVE_BACK, clinic, aggregate.id, [claim.resource.kind.value for claim in claims])
        if claims:
            session.flush.write(
                _TAKE,
                clinic,
                aggregate.id,
                [claim.resource.kind.value for claim in claims],
                [claim.resource.id for claim in claims],
                [claim.span.starts_at for claim in claims],
                [claim.span.ends_at for claim in claims],
                [claim.lane for claim in claims],
                self._owner_kind,
                claims[0].expires_at,
            )


def drop_lapsed(session: Session, owners: Sequence[UUID]) -> None:
    """Have the rows of holds that ran out deleted in the session's own flush: the constraint has no clock."""
    session.flush.write(_LAPSED, session.execution.clinic, list(owners), session.execution.now)
