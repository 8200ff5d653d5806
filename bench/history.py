"""Years of a clinic's past, poured into the tables without the hours that living through them would take."""

from typing import Final
from uuid import UUID

import asyncpg
from bench.practice import CLOSES, OPENS, VISIT, Practice
from bench.stage import Stage

from domain.shared.identifiers import AppointmentId

FACTS_A_VISIT: Final = 2
"""It was booked, and it took place."""

_PLANNED = """
create temp table past as
select gen_random_uuid() as id, gen_random_uuid() as patient, provider, starts_at
  from unnest($1::uuid[]) as provider,
       generate_series(1, $2::int) as day,
       generate_series(0, $3::int - 1) as visit,
       lateral (select date_trunc('day', now()) - make_interval(days => day)
                       + make_interval(hours => $4::int, mins => visit * $5::int) as starts_at) as time
 limit $6
"""

_RESERVED = """
insert into reservation (clinic_id, owner_id, kind, resource_id, starts_at, ends_at, owner_kind)
select $1, past.id, taken.kind, taken.resource, past.starts_at, past.starts_at + make_interval(mins => $2::int),
       'appointment'
  from past, lateral (values ('provider', past.provider), ('patient', past.patient)) as taken (kind, resource)
"""

_CONSTRAINT = """
select pg_get_constraintdef(oid) from pg_constraint where conname = 'reservation_nothing_twice_excl'
"""

_COLUMNS = """
select column_name from information_schema.columns
 where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'
"""


async def remembered(stage: Stage, clinic: Practice, like: AppointmentId, facts: int) -> None:
    """Give a clinic a past of so many facts: visits like one that it has, by its own providers, one after the other."""
    visits = facts // FACTS_A_VISIT
    a_day = (CLOSES - OPENS) * 60 // VISIT.length_minutes
    days = visits // (len(clinic.providers) * a_day) + 1
    async with stage.connected() as admin:
        await admin.execute(_PLANNED, clinic.providers, days, a_day, OPENS, VISIT.length_minutes, visits)
        for version, name in enumerate(("scheduling.appointment.booked", "scheduling.appointment.fulfilled"), start=1):
            place = {"stream_id": "past.id", "version": str(version), "name": f"'{name}'"}
            stored = {"position": "nextval('event_position_seq')", "recorded_at": "past.starts_at"}
            await _copied(admin, "event", "stream_id", like, {**place, **stored})
        row = {"id": "past.id", "provider": "past.provider", "patient": "past.patient", "status": "'fulfilled'"}
        times = {
            "starts_at": "past.starts_at",
            "ends_at": f"past.starts_at + interval '{VISIT.length_minutes} minutes'",
        }
        await _copied(admin, "appointment", "id", like, {**row, **times})
        await _reserved(admin, clinic.clinic)
        await admin.execute("analyze")


async def _copied(
    admin: "asyncpg.Connection[asyncpg.Record]", table: str, key: str, like: UUID, instead: dict[str, str]
) -> None:
    """Copy a row once for each visit of the past, with some columns of the visit's own."""
    columns = [row["column_name"] for row in await admin.fetch(_COLUMNS, table)]
    values = ", ".join(instead.get(column, f"model.{column}") for column in columns)
    await admin.execute(
        f"insert into {table} ({', '.join(columns)}) "  # noqa: S608 - own names
        f"select {values} from past, (select * from {table} where {key} = $1 limit 1) as model",
        like,
    )


async def _reserved(admin: "asyncpg.Connection[asyncpg.Record]", clinic: UUID) -> None:
    """Take what the visits took; the constraint is built over all of it at once, which is quicker than row by row."""
    constraint = await admin.fetchval(_CONSTRAINT)
    await admin.execute("alter table reservation drop constraint reservation_nothing_twice_excl")
    await admin.execute(_RESERVED, clinic, VISIT.length_minutes)
    await admin.execute(f"alter table reservation add constraint reservation_nothing_twice_excl {constraint}")
