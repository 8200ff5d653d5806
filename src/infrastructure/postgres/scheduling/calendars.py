"""The calendars that a search looks at, read in two statements."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from application.scheduling.ports import Calendars, SlotsWanted, Taken
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.scheduling.appointments.agenda import Resource, ResourceKind
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.slots.stretch import Stretch
from domain.shared.time import Span
from infrastructure.postgres.connection import Pool, Reader, Row, clinic_transaction, lent
from infrastructure.postgres.one_person import records_of
from infrastructure.postgres.scheduling.calendar_json import (
    CALENDAR,
    LONGEST_RESERVATION,
    ROOMS,
    SITE,
    read_calendar,
    read_place,
    read_policy,
)
from infrastructure.postgres.session import current

_RULES: Final = """
select (select b.policy from booking_policy b where b.clinic_id = $1) as policy,
       case when $3::uuid is not null then {site} end as site,
       case when $3 is not null then {rooms} end as rooms,
       $8::uuid is null or exists (select from patient t where t.clinic_id = $1 and t.id = $8) as known,
       array(select {calendar}::text
          from provider_visit_type v
          join provider p on p.clinic_id = $1 and p.id = v.provider_id
          join availability a on a.clinic_id = $1 and a.provider = v.provider_id
         where v.clinic_id = $1 and v.code = $2
           and ($4::text is null or exists (
                 select from provider_authority held
                  where held.clinic_id = $1 and held.jurisdiction = $4 and held.provider_id = v.provider_id))
           and ($5::text is null or exists (
                 select from provider_specialty s
                  where s.clinic_id = $1 and s.specialty = $5 and s.provider_id = v.provider_id))
           and ($6::text is null or exists (
                 select from provider_language l
                  where l.clinic_id = $1 and l.language = $6 and l.provider_id = v.provider_id))
           and {providers}) as calendars
"""

_SOME: Final = _RULES.format(
    site=SITE.format(site="$3"),
    rooms=ROOMS.format(site="$3"),
    calendar=CALENDAR,
    providers="v.provider_id = any($7::uuid[])",
)
_ALL: Final = _RULES.format(
    site=SITE.format(site="$3"),
    rooms=ROOMS.format(site="$3"),
    calendar=CALENDAR,
    providers="$7::uuid[] is not null",
)

_TAKEN: Final = f"""
with entered as materialized (select set_config('polyclinic.clinic', $1, true)::uuid as id)
select found.* from entered cross join lateral (
  select wanted.id, array_agg(r.starts_at order by r.starts_at), array_agg(r.ends_at order by r.starts_at)
    from (select thing, thing from unnest($2::uuid[]) as thing
          union select $8::uuid, record from unnest({records_of("$8::uuid", clinic="entered.id")}) as record
         ) as wanted (id, resource)
   cross join lateral (
      select * from reservation taken
       where taken.clinic_id = entered.id and taken.resource_id = wanted.resource
         and taken.starts_at > $3::timestamptz and taken.starts_at < $4::timestamptz
         and taken.ends_at > $5::timestamptz offset 0) as r
   where (r.expires_at is null or r.expires_at > $6::timestamptz) and r.owner_id <> all($7::uuid[])
   group by wanted.id offset 0) as found
"""  # noqa: S608 - our own text
"""The clinic is set and read in one statement, as for a single row of a read model."""


class PostgresCalendarReader:
    """Reads calendars for whoever looks for a time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def read(self, wanted: SlotsWanted, execution: Execution) -> Calendars:
        """Read what the rules say of every provider who comes into question."""
        async with clinic_transaction(self._pool, execution.clinic) as connection:
            return await _read(connection, wanted, execution)


class PostgresBookings:
    """Reads who is booked for whoever looks for a time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def taken(
        self, resources: Sequence[Resource], around: Span, execution: Execution, sparing: Sequence[UUID] = ()
    ) -> Taken:
        """Read when providers, rooms and patients are taken."""
        async with lent(self._pool) as connection:
            return await _taken(connection, resources, around, execution, sparing)


class CommandBookings:
    """Reads who is booked for a command that was just refused a time, on its own connection."""

    async def taken(
        self, resources: Sequence[Resource], around: Span, execution: Execution, sparing: Sequence[UUID] = ()
    ) -> Taken:
        """Read when they are taken, having let those go first who wait for the same provider."""
        session = current()
        await session.let_go()
        return await _taken(session, resources, around, execution, sparing)


async def _read(reader: Reader, wanted: SlotsWanted, execution: Execution) -> Calendars:
    (row,) = await reader.fetch(  # one row always: it aggregates
        _SOME if wanted.providers else _ALL,
        execution.clinic,
        wanted.visit_type,
        wanted.site,
        wanted.place.jurisdiction if isinstance(wanted.place, VisitPlace) else None,
        wanted.specialty,
        wanted.language,
        list(wanted.providers),
        wanted.patient,
    )
    if not row["known"]:
        raise NotFound(id=wanted.patient)
    return Calendars(
        policy=read_policy(row["policy"]),
        place=_place(wanted, row),
        providers=tuple(map(read_calendar, row["calendars"])),
        rooms=tuple(row["rooms"] or ()),
    )


async def _taken(
    reader: Reader, resources: Sequence[Resource], around: Span, execution: Execution, sparing: Sequence[UUID]
) -> Taken:
    rows = await reader.fetch(
        _TAKEN,
        str(execution.clinic),
        [resource.id for resource in resources],
        around.starts_at - LONGEST_RESERVATION,
        around.ends_at,
        around.starts_at,
        execution.now,
        list(sparing),
        next((resource.id for resource in resources if resource.kind is ResourceKind.PATIENT), None),
    )
    return {resource: tuple(map(Stretch, starts, ends)) for resource, starts, ends in rows}


def _place(wanted: SlotsWanted, row: Row) -> VisitPlace:
    if isinstance(wanted.place, VisitPlace):
        return wanted.place
    if row["site"] is None:
        raise NotFound(id=wanted.place)
    return read_place(row["site"])
