"""The calendar's questions, answered by folding."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from uuid import UUID

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
from domain.scheduling.appointments.lifecycle import AWAITED
from domain.scheduling.hours.availability import Availability
from domain.scheduling.hours.booking_policy import ClinicBookingRules
from domain.scheduling.series.series import Series
from domain.scheduling.series.state import SeriesState
from domain.scheduling.slots.hold import Hold
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.paging import page_of
from infrastructure.memory.repository import MemoryRepository


class MemorySchedulingQueries:
    """Answers from the log."""

    def __init__(  # noqa: PLR0913, PLR0917 - one kind of thing that is shown each, and who is one person
        self,
        appointments: MemoryRepository[Appointment],
        series: MemoryRepository[Series],
        holds: MemoryRepository[Hold],
        availabilities: MemoryRepository[Availability],
        rules: MemoryRepository[ClinicBookingRules],
        person: OnePerson,
        log: MemoryLog,
    ) -> None:
        self._appointments = appointments
        self._series = series
        self._holds = holds
        self._availabilities = availabilities
        self._rules = rules
        self._person = person
        self._log = log

    async def appointment(self, query: GetAppointment, execution: Execution) -> AppointmentView:
        """Show one appointment, now or as of a past moment."""
        return AppointmentView.of(self._appointments.find(query.appointment, execution, query.as_of))

    async def appointments(self, query: ListAppointments, execution: Execution) -> Page[AppointmentView]:
        """List appointments by start, then id."""
        of_person = None if query.patient is None else self._person.records(query.patient, execution)
        listed = (view for view in map(AppointmentView.of, self._appointments.all(execution)) if _fits(view, query))
        fitting = (view for view in listed if of_person is None or view.patient in of_person)
        return page_of(fitting, query, _place)

    async def series(self, query: GetSeries, execution: Execution) -> SeriesView:
        """Show a series with its occurrences, now or as of a past moment."""
        record = SeriesRecord.of(self._series.find(query.series, execution, query.as_of))
        self._log.demand_known(execution.clinic, record.patient)
        return SeriesView.of(record, self._occurrences(record, execution, query.as_of))

    async def several_series(self, query: ListSeries, execution: Execution) -> Page[SeriesLine]:
        """List series, the one that was booked last first."""
        start = after(query.after, tuple[datetime, UUID])
        of_person = None if query.patient is None else self._person.records(query.patient, execution)
        records = (
            record
            for record in map(SeriesRecord.of, self._series.all(execution))
            if query.provider in {None, record.visit.provider} and (of_person is None or record.patient in of_person)
            if not self._log.is_erased(execution.clinic, record.patient)
        )
        lines = (self._line(record, execution) for record in records)
        fitting = [line for line in lines if not query.state or line.state in query.state]
        behind = [line for line in fitting if start is None or _booked(line) < start]
        return page(sorted(behind, key=_booked, reverse=True)[: query.limit + 1], query.limit, _booked)

    def _line(self, record: SeriesRecord, execution: Execution) -> SeriesLine:
        occurrences = list(self._occurrences(record, execution))
        awaited = [occurrence.starts_at for occurrence in occurrences if occurrence.status in AWAITED]
        state = SeriesState.of({occurrence.status for occurrence in occurrences})
        return SeriesLine.of(record, state, min(awaited, default=None))

    def _occurrences(
        self, record: SeriesRecord, execution: Execution, as_of: datetime | None = None
    ) -> Iterator[OccurrenceView]:
        for member in record.members:
            with suppress(NotFound):
                appointment = self._appointments.find(member.appointment, execution, as_of)
                occurrence = OccurrenceView.of(AppointmentView.of(appointment))
                if occurrence is not None:
                    yield occurrence

    async def hold(self, query: GetHold, execution: Execution) -> HoldView:
        """Show one hold, now or as of a past moment."""
        view = HoldView.of(self._holds.find(query.hold, execution, query.as_of))
        self._log.demand_known(execution.clinic, view.patient)
        return view

    async def availability(self, query: GetAvailability, execution: Execution) -> AvailabilityView:
        """Show a provider's hours, now or as of a past moment."""
        return AvailabilityView.of(self._availabilities.find(availability_of(query.provider), execution, query.as_of))

    async def booking_policy(self, query: GetBookingPolicy, execution: Execution) -> BookingPolicyView:
        """Show the clinic's booking policy."""
        try:
            rules = self._rules.find(booking_rules_of(execution.clinic), execution, query.as_of)
        except NotFound:
            return BookingPolicyView.untouched(execution.clinic)
        return BookingPolicyView.of(rules)


def _fits(view: AppointmentView, query: ListAppointments) -> bool:
    return (
        query.provider in (None, view.provider)
        and query.series in (None, view.series)
        and (not query.status or view.status in query.status)
        and query.needs_reassignment in {None, view.needs_reassignment is not None}
        and (query.earliest is None or view.starts_at >= query.earliest)
        and (query.until is None or view.starts_at < query.until)
    )


def _place(view: AppointmentView) -> tuple[datetime, UUID]:
    return view.starts_at, view.id


def _booked(line: SeriesLine) -> tuple[datetime, UUID]:
    return line.created_at, line.id
