"""Change a series from one of its occurrences on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.parties import party
from application.scheduling.ports import Appointments, SeveralSeries
from application.scheduling.series.reception import (
    SERIES_REFUSALS,
    SeriesReceipt,
    SeriesReception,
    SettledOccurrence,
)
from application.shared.command import IN_PATH, Command, InPath
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import OnlyClinicMoves
from domain.scheduling.appointments.visit_place import VisitPlace, Whereabouts
from domain.scheduling.series.desk import OnConflict, Settlement, Wanted
from domain.scheduling.series.layout import Layout
from domain.scheduling.series.members import going_along
from domain.scheduling.series.occurrence import SeriesId, StartTime
from domain.scheduling.series.recurrence import Repetition, check_day
from domain.scheduling.series.series import Member, NothingAhead, NotOfTheSeries, Plan, Series, SeriesVisit
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, ProviderId, RoomId
from domain.shared.time import Day, TimeZone
from domain.shared.visits import VisitTypeCode


class ChangeSeriesFollowing(Command, frozen=True, kw_only=True):
    """Move or change, in one step, an occurrence of a series and those that follow it.

    What is not named stays as it is; room and whereabouts stay only where the place does. Exceptions, what is past and
    who has arrived stay where they are. With another rule or first day those that go along are laid out anew, one for
    each day that the rule names; without, each keeps its day.
    """

    operation: ClassVar[str] = "scheduling.change-series-following"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        *SERIES_REFUSALS,
        NothingAhead,
        NotOfTheSeries,
        OnlyClinicMoves,
    )

    series: InPath[SeriesId] = IN_PATH
    appointment: AppointmentId
    """The first occurrence that changes, by its appointment."""
    rule: Repetition | None = None
    first_day: Day | None = None
    """The day from which on the rule is read; that of the first occurrence, where only a rule is named."""
    at: StartTime | None = None
    provider: ProviderId | None = None
    visit_type: VisitTypeCode | None = None
    place: VisitPlace | None = None
    room: RoomId | None = None
    whereabouts: Whereabouts | None = None
    on_conflict: OnConflict = OnConflict.REFUSE
    """Occurrences that conflict stay where they are, if they may be skipped."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_day("first_day", self.first_day)

    def visit(self, present: SeriesVisit) -> SeriesVisit:
        """Give what the occurrences are to be like."""
        return SeriesVisit(
            provider=self.provider or present.provider,
            visit_type=self.visit_type or present.visit_type,
            place=self.place or present.place,
            room=self.room or (present.room if self.place in {None, present.place} else None),
        )

    def stated(self, appointment: Appointment) -> Whereabouts | None:
        """Give the whereabouts that are stated for an occurrence; those of another place say nothing of this one."""
        stays = self.place in {None, appointment.visit.place}
        return self.whereabouts or (appointment.whereabouts if stays else None)

    def wanted(self, series: Series, moving: Sequence[Appointment], zone: TimeZone) -> tuple[Plan, tuple[Wanted, ...]]:
        """Give the plan from now on, and each occurrence in its new slot."""
        layout = Layout(rule=self.rule, first_day=self.first_day, at=self.at)
        present = [series.slot(AppointmentId(one.id)) for one in moving]
        recurrence = layout.recurrence(series.plan.recurrence, present)
        plan = Plan(visit=self.visit(series.plan.visit), recurrence=recurrence, zone=zone)

        def each() -> Iterator[Wanted]:
            for one, slot in zip(moving, layout.slots(series.plan.recurrence, present), strict=True):
                id = AppointmentId(one.id)  # noqa: A001 - the field's word
                yield Wanted(id, slot, plan.request(slot), self.stated(one), one.reservations())

        return plan, tuple(each())


@dataclass(frozen=True, slots=True)
class ChangeSeriesFollowingHandler:
    """Gives the old times back and takes the new ones, or leaves what does not fit as it was."""

    reception: SeriesReception
    series: SeveralSeries
    appointments: Appointments
    locks: Locks

    async def __call__(self, command: ChangeSeriesFollowing, execution: Execution) -> SeriesReceipt:
        """Change what follows.

        The series itself is held before it is read, because it tells which providers and rooms to hold.
        """
        await self.locks.hold(execution, command.series)
        async with (
            self.series.change(command.series, execution) as series,
            self.appointments.change_all(series.following(command.appointment), execution) as members,
        ):
            moving = going_along(members, execution.now)
            if not moving:
                raise NothingAhead
            settlement = await self._change(command, series, moving, execution)
        return SeriesReceipt(
            id=series.id,
            version=series.version,
            occurrences=tuple(SettledOccurrence.of(one) for one, _ in settlement.admitted),
            left_out=settlement.conflicts,
        )

    async def _change(
        self, command: ChangeSeriesFollowing, series: Series, moving: Sequence[Appointment], execution: Execution
    ) -> Settlement:
        given_back = [thing for one in moving for thing in (one.visit.provider, one.visit.room)]
        visit = command.visit(series.plan.visit)
        zone = await self.reception.clock(visit, series.patient, execution, *given_back)
        plan, wanted = command.wanted(series, moving, zone)
        settlement, policy = await self.reception.settle(wanted, series.patient, execution)
        settlement.demand(command.on_conflict)
        by_id = {one.id: one for one in moving}
        for one, admission in settlement.admitted:
            along = series.occurrence(one.slot)
            by_id[one.id].reschedule(admission, by=party(execution), policy=policy, now=execution.now, along=along)
        members = tuple(Member(appointment=one.id, slot=one.slot) for one, _ in settlement.admitted)
        series.change_following(plan, members, settlement.conflicts)
        return settlement
