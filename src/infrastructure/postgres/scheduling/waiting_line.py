"""Who waits for a provider's time, and whether anybody does."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

import msgspec

from application.shared.execution import Execution
from domain.scheduling.waitlist.entry import WaitlistEntryId
from domain.scheduling.waitlist.line import Opening, Waiting
from domain.shared.identifiers import PatientId
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.followers.lane import LaneSession
from infrastructure.postgres.scheduling.waitlist import IS_KNOWN

# Of two urgencies the greater word is the greater urgency, so text sorts as the line does.
_IN_LINE: Final = f"""
select found.waiting
  from provider_visit_type v
 cross join lateral (
    select t.urgency, t.joined_at, t.id,
           jsonb_build_object(
             'entry', t.id, 'patient', t.patient, 'urgency', t.urgency, 'joined_at', t.joined_at, 'let_go', t.let_go,
             'wish', jsonb_build_object(
               'visit_type', t.visit_type, 'mode', t.mode, 'place', t.place, 'first_day', t.first_day,
               'last_day', t.last_day, 'day_parts', t.day_parts, 'providers', t.providers, 'specialty', t.specialty,
               'language', t.language))::text as waiting
      from waitlist_entry t
     where t.clinic_id = $1 and t.visit_type = v.code and t.mode = v.mode and t.status in ('waiting', 'offered')
       and t.status = 'waiting' and t.first_day <= $4::date and t.last_day >= $3::date
       and (t.providers = '[]'::jsonb or t.providers ? $2::uuid::text)
       and t.id <> all($5::uuid[]) and {IS_KNOWN}
     order by t.urgency desc, t.joined_at, t.id limit $6 offset 0) as found
 where v.clinic_id = $1 and v.provider_id = $2
 order by found.urgency desc, found.joined_at, found.id limit $6
"""  # noqa: S608 - our own text
"""From the front of the line of each kind of visit that the provider offers, no further than is asked for."""

_ANYBODY: Final = """
select exists (select from waitlist_entry where clinic_id = $1 and status in ('waiting', 'offered'))
"""

_WHO: Final = """
select distinct patient from waitlist_entry
 where clinic_id = $1 and patient = any($2::uuid[]) and status in ('waiting', 'offered')
"""

_A_DAY: Final = timedelta(days=1)
"""A day of any clock on earth begins and ends within a day of UTC's."""

_waiting = msgspec.json.Decoder(Waiting)


class PostgresWaitingLine:
    """Reads the line for a search, outside of any command."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def waiting(
        self, opening: Opening, execution: Execution, passing_over: Sequence[WaitlistEntryId], limit: int
    ) -> tuple[Waiting, ...]:
        """Give the first in line who wait for a visit that this provider offers, on a day that the opening touches."""
        async with clinic_transaction(self._pool, execution.clinic) as connection:
            rows = await connection.fetch(
                _IN_LINE,
                execution.clinic,
                opening.provider,
                (opening.within.starts_at - _A_DAY).date(),
                (opening.within.ends_at + _A_DAY).date(),
                list(passing_over),
                limit,
            )
        return tuple(_waiting.decode(row["waiting"]) for row in rows)


class PostgresWaitlistLookout:
    """Looks at the line with a follower's session."""

    async def is_anybody_waiting(self, session: LaneSession) -> bool:
        """Tell whether anybody in the session's clinic waits."""
        return bool(await session.connection.fetchval(_ANYBODY, session.clinic))

    async def who_waits(self, patients: Collection[PatientId], session: LaneSession) -> frozenset[PatientId]:
        """Name those of the patients who wait for something."""
        rows = await session.connection.fetch(_WHO, session.clinic, list(patients))
        return frozenset(PatientId(row["patient"]) for row in rows)
