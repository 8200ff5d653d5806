"""Booking desks: what is decided on is held, then read in one statement."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from application.scheduling.appointments.ports import Attestation, Clearance, Enquiry, OpenDesk, Purpose, SlotInQuestion
from application.scheduling.ports import NOBODY
from application.shared.execution import Execution
from application.shared.key_vault import WrappedKey
from application.shared.locks import Locks
from application.shared.refusals import NotFound
from domain.scheduling.appointments.agenda import Agenda, Reservation, Resource, ResourceKind
from domain.scheduling.appointments.booking_desk import BookingDesk
from domain.scheduling.appointments.eligibility import PatientStanding
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.appointments.provider_standing import ProviderStanding
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.shared.identifiers import PatientId, ProviderId, SiteId
from domain.shared.time import Span, TimeZone
from infrastructure.postgres.connection import Pool, Reader, Row, clinic_transaction
from infrastructure.postgres.scheduling.calendar_json import (
    CALENDAR,
    LONGEST_RESERVATION,
    LONGEST_VISIT,
    ROOMS,
    SITE,
    STANDING,
    read_calendar,
    read_place,
    read_policy,
    read_standing,
)
from infrastructure.postgres.scheduling.patient_standings import PATIENT_STANDING, PATIENT_STANDING_OF, PatientStandings
from infrastructure.postgres.scheduling.reservations import drop_lapsed
from infrastructure.postgres.session import Session, current
from infrastructure.postgres.subject_keys import SubjectKeys

_READ: Final = f"""
select b.policy, {CALENDAR} as calendar, {PATIENT_STANDING},
       case when $7::uuid is not null then {SITE.format(site="$7")} end as site,
       case when $7 is not null then {ROOMS.format(site="$7")} end as rooms,
       $8::uuid is null or exists (
         select from clinic c cross join jsonb_array_elements(c.rooms) as room
          where c.clinic_id = $1 and c.id = $1 and room ->> 'id' = $8::text
            and ($7 is null or room ->> 'site' = $7::text)) as room_known,
       agenda.*
  from provider p
  left join availability a on a.clinic_id = $1 and a.provider = p.id
  left join provider_visit_type v on v.clinic_id = $1 and v.provider_id = p.id and v.code = $3
  left join booking_policy b on b.clinic_id = $1
  {PATIENT_STANDING_OF.format(patient="$4")}
 cross join lateral (
    select array_agg(r.owner_id) as owners, array_agg(r.kind) as kinds, array_agg(r.resource_id) as resources,
           array_agg(r.starts_at) as starts, array_agg(r.ends_at) as ends, array_agg(r.lane) as lanes,
           array_agg(r.expires_at) as expiries
      from unnest($6::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[])
        as wanted (starts_at, earliest, latest, begin)
     cross join unnest($5::uuid[]) as held (resource)
     cross join lateral (
        select * from reservation taken
         where taken.clinic_id = $1 and taken.resource_id = held.resource
           and taken.starts_at > wanted.earliest and taken.starts_at < wanted.latest
           and taken.ends_at > wanted.begin offset 0) as r
     where (r.kind = 'provider' and b.policy ->> 'daily_maximum' is not null)
        or (r.starts_at < wanted.starts_at + make_interval(mins => v.length_minutes + v.buffer_after_minutes)
            and r.ends_at > wanted.starts_at - make_interval(mins => v.buffer_before_minutes))) as agenda
 where p.clinic_id = $1 and p.id = $2
"""  # noqa: S608 - our own text
"""Everything about one booking, or about a series of them, and the key under which it will be sealed.

Of reservations, those that meet a visit with its buffers; where the clinic has a daily maximum also the provider's
others around that day. One that meets several visits of a series comes several times.
"""

_BOTH: Final = f"""
select b.policy, {STANDING} as standing, {PATIENT_STANDING},
       case when $4::uuid is not null then {SITE.format(site="$4")} end as site
  from provider p
  {PATIENT_STANDING_OF.format(patient="$3")}
  left join booking_policy b on b.clinic_id = $1
 where p.clinic_id = $1 and p.id = $2
"""  # noqa: S608 - our own text

_CLOCK: Final = """
select coalesce(a.rules -> 'zone', p.profile -> 'zone') ->> 'name'
  from provider p left join availability a on a.clinic_id = $1 and a.provider = p.id
 where p.clinic_id = $1 and p.id = $2
"""

_STANDINGS: Final = f"""
select p.id, {STANDING} as standing from provider p where p.clinic_id = $1 and p.id = any($2::uuid[])
"""  # noqa: S608 - our own text

_ENQUIRE: Final = f"""
select {PATIENT_STANDING},
       case when $3::uuid is not null then {SITE.format(site="$3")} end as site,
       (select count(*) from provider p where p.clinic_id = $1 and p.id = any($4::uuid[])) as providers
  from (select $2::uuid as patient) as asking
  {PATIENT_STANDING_OF.format(patient="asking.patient")}
"""  # noqa: S608 - our own text

_POLICY: Final = "select policy from booking_policy where clinic_id = $1"

_DAY_AROUND: Final = timedelta(hours=24)


class PostgresBookingDesks:
    """Opens desks in the command's own transaction."""

    def __init__(self, locks: Locks, keys: SubjectKeys) -> None:
        self._locks = locks
        self._keys = keys
        self._standings = PatientStandings(keys)

    async def open(
        self, request: VisitRequest, patient: PatientId | None, purpose: Purpose, execution: Execution
    ) -> OpenDesk:
        """Hold the provider, the room and the patient, then read what the decision looks at."""
        await self._locks.hold(execution, *purpose.touches(request, patient), beside=request.place.sites)
        return await self._decided(SlotInQuestion.of(request, patient), [request.starts_at], purpose, execution)

    async def clock(
        self, provider: ProviderId, execution: Execution, *things: UUID, sites: Collection[SiteId] = ()
    ) -> TimeZone:
        """Hold a provider and other things, then tell by which clock the provider's hours are read."""
        await self._locks.hold(execution, provider, *things, beside=sites)
        name = await current().fetchval(_CLOCK, execution.clinic, provider)
        if name is None:
            raise NotFound(id=provider)
        return TimeZone(name=name)

    async def open_series(
        self, request: VisitRequest, starts: Sequence[datetime], patient: PatientId, execution: Execution
    ) -> OpenDesk:
        """Read what the decisions about visits at many times look at."""
        return await self._decided(SlotInQuestion.of(request, patient), starts, Purpose(NOBODY), execution)

    async def _decided(
        self, slot: SlotInQuestion, starts: Sequence[datetime], purpose: Purpose, execution: Execution
    ) -> OpenDesk:
        row = await _read(current(), slot, starts, execution)
        if len(row["records"]) > 1:
            await self._locks.hold(execution, row["records"][0])
            row = await _read_together(current(), slot, starts, execution, row)
        if slot.patient is not None and row["wrapped"] is not None:
            wrapped = WrappedKey(kek_id=row["kek_id"], wrapped=row["wrapped"])
            self._keys.remember(execution.clinic, row["recorded"], row["key_id"], wrapped)
        reservations = _reservations(row)
        _drop_lapsed(current(), reservations)
        agenda = _agenda(reservations, slot, row)
        agenda = agenda.without(purpose.using) if purpose.using else agenda
        standing = await self._standings.of_any(slot.patient, row, execution)
        return _opened(row, slot, agenda, standing, purpose.owner, execution)

    async def attest(
        self, patient: PatientId, provider: ProviderId, place: VisitPlace, execution: Execution
    ) -> Attestation:
        """Hold the patient and the provider, then read the standing of both, and the policy."""
        standing, row = await self._both(patient, provider, place.site, execution)
        return Attestation(
            place=_settled(place, row),
            standing=standing,
            provider=read_standing(row["standing"]),
            policy=read_policy(row["policy"]),
        )

    async def clear(self, patient: PatientId, provider: ProviderId, execution: Execution) -> Clearance:
        """Hold the patient and the provider, then read the standing of both."""
        standing, row = await self._both(patient, provider, None, execution)
        return Clearance(standing=standing, provider=read_standing(row["standing"]))

    async def _both(
        self, patient: PatientId, provider: ProviderId, site: SiteId | None, execution: Execution
    ) -> tuple[PatientStanding, Row]:
        """Hold a patient and a provider, and read about both; of linked records the one that stays speaks."""
        await self._locks.hold(execution, patient, provider)
        row = await current().fetchrow(_BOTH, execution.clinic, provider, patient, site)
        if row is None or not row["known"]:
            raise NotFound(id=provider if row is None else patient)
        survivor: PatientId = row["records"][0]
        if survivor != patient:
            standing, row = await self._both(survivor, provider, site, execution)
            return replace(standing, patient=patient), row
        return await self._standings.of(patient, row, execution), row

    async def standings(
        self, providers: Collection[ProviderId], execution: Execution
    ) -> Mapping[ProviderId, ProviderStanding]:
        """Hold the providers, then read what the directory says of each that it knows."""
        if not providers:
            return {}
        await self._locks.hold(execution, *providers)
        rows = await current().fetch(_STANDINGS, execution.clinic, list(providers))
        return {ProviderId(row["id"]): read_standing(row["standing"]) for row in rows}

    async def enquire(
        self, patient: PatientId, place: VisitPlace, providers: Sequence[ProviderId], execution: Execution
    ) -> Enquiry:
        """Hold the patient and the site, then read standing and place."""
        await self._locks.hold(execution, patient, beside=place.sites)
        named = set(providers)
        row = await current().fetchrow(_ENQUIRE, execution.clinic, patient, place.site, list(named))
        if row is None or not row["known"]:
            raise NotFound(id=patient)
        if row["providers"] != len(named):
            raise NotFound
        return Enquiry(standing=await self._standings.of(patient, row, execution), place=_settled(place, row))

    async def policy(self, execution: Execution) -> BookingPolicy:
        """Give the clinic's booking policy."""
        return read_policy(await current().fetchval(_POLICY, execution.clinic))


class PostgresDeskReader:
    """Reads what a desk would look at, in a transaction that changes nothing."""

    def __init__(self, pool: Pool, keys: SubjectKeys) -> None:
        self._pool = pool
        self._standings = PatientStandings(keys)

    async def read(self, slot: SlotInQuestion, execution: Execution) -> OpenDesk:
        """Read as a desk does; once more for the agenda of the site's rooms, where no room is named."""
        async with clinic_transaction(self._pool, execution.clinic) as connection:
            row = await _read(connection, slot, [slot.starts_at], execution)
            if slot.room is None and row["rooms"]:
                row = await _read(connection, slot, [slot.starts_at], execution, row["rooms"])
            if len(row["records"]) > 1:
                row = await _read_together(connection, slot, [slot.starts_at], execution, row)
        standing = await self._standings.of_any(slot.patient, row, execution)
        return _opened(row, slot, _agenda(_reservations(row), slot, row), standing, execution.command_id, execution)


async def _read(
    reader: Reader,
    slot: SlotInQuestion,
    starts: Sequence[datetime],
    execution: Execution,
    rooms: Sequence[UUID] = (),
) -> Row:
    """Read about bookings at some times, and the agenda of further rooms. Raises ``NotFound``."""
    around = LONGEST_VISIT + _DAY_AROUND
    row = await reader.fetchrow(
        _READ,
        execution.clinic,
        slot.provider,
        slot.visit_type,
        slot.patient,
        [thing for thing in (slot.provider, slot.room, slot.patient, *rooms) if thing is not None],
        starts,
        slot.site,
        slot.room,
        [starts_at - around - LONGEST_RESERVATION for starts_at in starts],
        [starts_at + around for starts_at in starts],
        [starts_at - around for starts_at in starts],
    )
    if row is None:
        raise NotFound(id=slot.provider)
    if slot.patient is not None and not row["known"]:
        raise NotFound(id=slot.patient)
    if not row["room_known"]:
        raise NotFound(id=slot.room)
    return row


async def _read_together(
    reader: Reader, slot: SlotInQuestion, starts: Sequence[datetime], execution: Execution, row: Row
) -> Row:
    """Read anew for a patient whose records are linked: the one that stays speaks, and all of them are taken."""
    records = row["records"]
    rooms = () if slot.room is not None else row["rooms"] or ()
    return await _read(reader, slot._replace(patient=records[0]), starts, execution, (*rooms, *records))


def _agenda(reservations: tuple[Reservation, ...], slot: SlotInQuestion, row: Row) -> Agenda:
    agenda = Agenda(reservations)
    return agenda if slot.patient is None else agenda.of_one_person(slot.patient, row["records"])


def _opened(  # noqa: PLR0913, PLR0917 - a desk is that much
    row: Row,
    slot: SlotInQuestion,
    agenda: Agenda,
    standing: PatientStanding | None,
    owner: UUID,
    execution: Execution,
) -> OpenDesk:
    return OpenDesk(
        desk=BookingDesk(
            calendar=read_calendar(row["calendar"]),
            agenda=agenda,
            policy=read_policy(row["policy"]),
            owner=owner,
            now=execution.now,
        ),
        request=slot.at(_settled(slot.place, row)),
        standing=standing,
        rooms=tuple(row["rooms"] or ()),
    )


def _reservations(row: Row) -> tuple[Reservation, ...]:
    if row["owners"] is None:
        return ()
    columns = ("owners", "kinds", "resources", "starts", "ends", "lanes", "expiries")
    reservations = (
        Reservation(
            resource=Resource(kind=ResourceKind(kind), id=resource),
            span=Span(starts_at=starts_at, ends_at=ends_at),
            owner=owner,
            lane=lane,
            expires_at=expires_at,
        )
        for owner, kind, resource, starts_at, ends_at, lane, expires_at in zip(
            *(row[column] for column in columns), strict=True
        )
    )
    return tuple(dict.fromkeys(reservations))


def _drop_lapsed(session: Session, reservations: tuple[Reservation, ...]) -> None:
    lapsed = {taken.owner for taken in reservations if taken.has_lapsed(session.execution.now)}
    if lapsed:
        drop_lapsed(session, sorted(lapsed))


def _settled(stated: VisitPlace | SiteId, row: Row) -> VisitPlace:
    if isinstance(stated, VisitPlace) and stated.site is None:
        return stated
    if row["site"] is None:
        raise NotFound(id=stated.site if isinstance(stated, VisitPlace) else stated)
    return read_place(row["site"])
