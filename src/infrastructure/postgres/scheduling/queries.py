"""The calendar's questions, each one statement."""

from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from application.scheduling.queries import (
    GetAppointment,
    GetAvailability,
    GetBookingPolicy,
    GetHold,
    GetSeries,
    ListAppointments,
    ListSeries,
)
from application.scheduling.series.views import OccurrenceView, SeriesLine, SeriesRecord, SeriesView
from application.scheduling.streams import availability_of, booking_rules_of
from application.scheduling.views import AppointmentView, AvailabilityView, BookingPolicyView, HoldView
from application.shared.execution import Execution
from application.shared.paging import Page, after, page
from application.shared.refusals import NotFound
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import AWAITED, OPEN, AppointmentStatus
from domain.scheduling.hours.availability import Availability
from domain.scheduling.hours.booking_policy import ClinicBookingRules
from domain.scheduling.series.series import Series
from domain.scheduling.series.state import SeriesState
from domain.scheduling.slots.hold import Hold
from domain.shared.time import Instant
from infrastructure.postgres.conditions import Conditions
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.one_person import records_of
from infrastructure.postgres.outsiders import perhaps_shared
from infrastructure.postgres.point_reads import PointReads
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.scheduling.own_rows import own_rows

_OCCURRENCES: Final = """
select id as appointment, series_slot as slot, status, provider, starts_at, ends_at, is_set_apart
  from appointment where clinic_id = $1 and series = $2
"""


class PostgresSchedulingQueries:
    """Answers from the calendar's rows."""

    def __init__(  # noqa: PLR0913, PLR0917 - one read model for each thing that is shown
        self,
        appointments: ReadModel[Appointment, AppointmentView],
        series: ReadModel[Series, SeriesRecord],
        holds: ReadModel[Hold, HoldView],
        availabilities: ReadModel[Availability, AvailabilityView],
        rules: ReadModel[ClinicBookingRules, BookingPolicyView],
        reads: PointReads,
        lists: ListReads,
    ) -> None:
        self._appointments = appointments
        self._series = series
        self._holds = holds
        self._availabilities = availabilities
        self._rules = rules
        self._reads = reads
        self._lists = lists

    async def appointment(self, query: GetAppointment, execution: Execution) -> AppointmentView:
        """Show one appointment, now or as of a past moment."""
        view = await self._reads.one(self._appointments, query.appointment, execution, as_of=query.as_of)
        if not execution.reaches(view.patient, view.provider):
            raise NotFound(id=query.appointment)
        return view

    async def appointments(self, query: ListAppointments, execution: Execution) -> Page[AppointmentView]:
        """List appointments by start, then id."""
        conditions = _of_appointments(query, execution)
        where, in_order = str(conditions), f"order by t.starts_at, t.id limit {query.limit + 1}"
        if query.patient is not None:
            records = records_of(conditions.place("{}::uuid", query.patient))
            where = _OF_PERSON.format(records=records, where=where, in_order=in_order)
        sql = f"{self._appointments.select} where {where}{self._appointments.known} {in_order}"
        rows = await self._lists.rows(execution, sql, *conditions.values)
        return await self._lists.cut(self._appointments, rows, ("starts_at", "id"), query.limit, execution)

    async def series(self, query: GetSeries, execution: Execution) -> SeriesView:
        """Show a series with its occurrences, now or as of a past moment."""
        record = await self._reads.one(self._series, query.series, execution, as_of=query.as_of)
        if not execution.reaches(record.patient, record.visit.provider):
            raise NotFound(id=query.series)
        await self._reads.demand_known(record.patient, execution)
        if query.as_of is None:
            rows = await self._lists.rows(execution, _OCCURRENCES, execution.clinic, query.series)
            occurrences = [_occurrence(row) for row in rows]
        else:
            members = [member.appointment for member in record.members]
            views = await self._reads.many_as_of(self._appointments, members, execution, query.as_of)
            occurrences = [occurrence for view in views if (occurrence := OccurrenceView.of(view)) is not None]
        return SeriesView.of(record, (one for one in occurrences if execution.reaches(record.patient, one.provider)))

    async def several_series(self, query: ListSeries, execution: Execution) -> Page[SeriesLine]:
        """List series, the one that was booked last first."""
        conditions, reach = _of_series(query, execution)
        sql = _SEVERAL.format(
            select=self._series.select,
            where=conditions,
            reach=reach,
            states=conditions.place("{}::text[]", [state.value for state in query.state or SeriesState]),
            limit=query.limit + 1,
        )
        rows = await self._lists.rows(execution, sql, *conditions.values)
        records = await self._lists.opened(self._series, rows, execution)
        lines = [
            SeriesLine.of(record, SeriesState(row["state"]), row["next_starts_at"])
            for record, row in zip(records, rows, strict=True)
        ]
        return page(lines, query.limit, lambda line: (line.created_at, line.id))

    async def hold(self, query: GetHold, execution: Execution) -> HoldView:
        """Show one hold, now or as of a past moment."""
        view = await self._reads.one(self._holds, query.hold, execution, as_of=query.as_of)
        if not execution.reaches(view.patient, view.provider):
            raise NotFound(id=query.hold)
        await self._reads.demand_known(view.patient, execution)
        return view

    async def availability(self, query: GetAvailability, execution: Execution) -> AvailabilityView:
        """Show a provider's hours, now or as of a past moment."""
        if not execution.reaches(None, query.provider):
            raise NotFound(id=query.provider)
        stream = availability_of(query.provider)
        return await self._reads.one(self._availabilities, stream, execution, as_of=query.as_of)

    async def booking_policy(self, query: GetBookingPolicy, execution: Execution) -> BookingPolicyView:
        """Show the clinic's booking policy."""
        try:
            stream = booking_rules_of(execution.clinic)
            return await self._reads.one(self._rules, stream, execution, as_of=query.as_of)
        except NotFound:
            return BookingPolicyView.untouched(execution.clinic)


def _words(statuses: Collection[AppointmentStatus]) -> str:
    return ", ".join(f"'{status}'" for status in sorted(statuses))


_SEVERAL: Final = f"""
select listed.*, told.state, told.next_starts_at
  from ({{select}} where {{where}}) as listed
 cross join lateral (
    select case when bool_or(t.status = '{AppointmentStatus.PENDING}') then '{SeriesState.PENDING}'
                when bool_or(t.status in ({_words(OPEN)})) then '{SeriesState.ACTIVE}'
                else '{SeriesState.ENDED}' end as state,
           min(t.starts_at) filter (where t.status in ({_words(AWAITED)})) as next_starts_at
      from appointment t where t.clinic_id = $1 and t.series = listed.id and {{reach}}) as told
 where told.state = any({{states}})
 order by listed.created_at desc, listed.id desc limit {{limit}}
"""  # noqa: S608 - our own text
"""Series, each with what ``SeriesState`` tells of its appointments."""

_OF_THE_KNOWN: Final = (
    "(select k.wrapped is null from subject_key k where k.clinic_id = $1 and k.subject_id = t.patient) is not true"
)
"""Leaves out whoever was erased: a series holds nothing personal, so no seal of its own tells. Asked of each row by
itself: as ``not exists`` it would be planned as a join over all keys of the clinic."""

_OF_PERSON: Final = """
t.clinic_id = $1 and t.id = any(array(
  select listed.id from unnest({records}) as own (record)
   cross join lateral (
     select t.id from appointment t where {where} and t.patient = own.record {in_order}) as listed))
"""
"""Whatever is booked on any record of a person: of each a page in the index's order, and one page of all of them."""


def _occurrence(row: Mapping[str, Any]) -> OccurrenceView:
    return msgspec.convert({**row, "slot": msgspec.json.decode(row["slot"])}, OccurrenceView)


def _of_appointments(query: ListAppointments, execution: Execution) -> Conditions:
    conditions = Conditions(execution.clinic)
    if execution.actor.is_outside:
        conditions.demand(perhaps_shared("t.patient"))
    if execution.reach == "own":
        condition, records = own_rows(execution)
        conditions.demand(condition, *records)
    wishes = {
        "t.provider = {}": query.provider,
        "t.series = {}": query.series,
        "t.status = any({}::text[])": [status.value for status in query.status] or None,
        "t.starts_at >= {}": query.earliest,
        "t.starts_at < {}": query.until,
    }
    for condition, value in wishes.items():
        if value is not None:
            conditions.demand(condition, value)
    if query.needs_reassignment is not None:
        conditions.demand(f"t.needs_reassignment is {'not ' if query.needs_reassignment else ''}null")
    start = after(query.after, tuple[Instant, UUID])
    if start is not None:
        conditions.demand("(t.starts_at, t.id) > ({}, {})", *start)
    return conditions


def _of_series(query: ListSeries, execution: Execution) -> tuple[Conditions, str]:
    """Give the conditions on series, and that on those of their appointments that are in reach."""
    conditions = Conditions(execution.clinic)
    conditions.demand(_OF_THE_KNOWN)
    if execution.actor.is_outside:
        conditions.demand(perhaps_shared("t.patient"))
    reach = "true"
    if execution.reach == "own":
        condition, records = own_rows(execution)
        reach = conditions.place(condition, *records)
        conditions.demand(reach)
    if query.provider is not None:
        conditions.demand("t.provider = {}", query.provider)
    if query.patient is not None:
        conditions.demand(f"t.patient = any({records_of('{0}::uuid')})", query.patient)
    start = after(query.after, tuple[Instant, UUID])
    if start is not None:
        conditions.demand("(t.created_at, t.id) < ({}, {})", *start)
    return conditions, reach
