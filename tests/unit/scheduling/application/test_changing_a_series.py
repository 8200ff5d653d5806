"""A series is changed from one of its occurrences on, or called off; exceptions and what is past stay."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from application.scheduling.appointments.cancel_appointment import CancelAppointment
from application.scheduling.appointments.note_arrival import NoteArrival
from application.scheduling.appointments.reschedule_appointment import RescheduleAppointment
from application.scheduling.queries import GetSeries
from application.scheduling.series.book_series import BookSeries
from application.scheduling.series.cancel_series import CancelSeries
from application.scheduling.series.change_series_following import ChangeSeriesFollowing
from application.scheduling.series.views import OccurrenceView, SeriesView
from application.shared.refusals import NotFound, StaleVersion
from domain.scheduling.appointments.agenda import ProviderTaken
from domain.scheduling.appointments.lifecycle import AppointmentStatus, OnlyClinicMoves
from domain.scheduling.hours.working_hours import Weekday
from domain.scheduling.series.desk import OnConflict, SeriesConflicts
from domain.scheduling.series.occurrence import SeriesId
from domain.scheduling.series.recurrence import Weekly
from domain.scheduling.series.series import NothingAhead, NotOfTheSeries
from domain.shared.identifiers import AppointmentId
from unit.scheduling.application.front_desk import FrontDesk
from unit.scheduling.practice import AT_THE_SITE, DR_CHO, DR_LEE, EXAM, HOME, MIA, NINE, ROOM_A, TOM, at
from unit.scheduling.repeating import EVERY_TUESDAY, VISITS

TUESDAYS = BookSeries(patient=MIA, visit=VISITS, recurrence=EVERY_TUESDAY, whereabouts=HOME)


class Repeating:
    """Mia's series at a clinic, and its three appointments."""

    def __init__(self, clinic: FrontDesk, series: SeriesId, appointments: list[AppointmentId]) -> None:
        self.clinic = clinic
        self.series = series
        self.first, self.second, self.third = appointments

    async def occurrences(self) -> tuple[OccurrenceView, ...]:
        """Read its occurrences as the front desk."""
        view: SeriesView = await self.clinic.ask(GetSeries(series=self.series), self.clinic.desk)
        return view.occurrences

    async def times(self) -> list[str]:
        """Give when its visits are, on New York's clock."""
        return [f"{at_new_york(one):%m-%d %H:%M}" for one in await self.occurrences()]

    def change(self, appointment: AppointmentId, **wishes: Any) -> ChangeSeriesFollowing:
        """Change what follows an appointment."""
        return ChangeSeriesFollowing(series=self.series, appointment=appointment, **wishes)


def at_new_york(occurrence: OccurrenceView) -> Any:
    """Read New York's clock at the start of a visit."""
    return VISITS.place.zone.local(occurrence.starts_at)


async def repeating(**terms: Any) -> Repeating:
    """Book three Tuesdays at nine under the clinic's terms."""
    clinic = await FrontDesk().opens()
    if terms:
        await clinic.has(**terms)
    receipt = await clinic.do(TUESDAYS, clinic.desk)
    appointments = [AppointmentId(UUID(one["appointment"])) for one in receipt["occurrences"]]
    return Repeating(clinic, SeriesId(UUID(receipt["id"])), appointments)


async def test_this_and_following_are_later() -> None:
    """From the second Tuesday on the visits are at two in the afternoon."""
    it = await repeating()
    await it.clinic.do(it.change(it.second, at="14:00"), it.clinic.desk, expected_version=1)
    assert await it.times() == ["05-14 09:00", "05-21 14:00", "05-28 14:00"]
    assert not any(one.is_set_apart for one in await it.occurrences())


async def test_another_weekday() -> None:
    """From the second on the visits are on Mondays, beginning with the Monday of that week."""
    it = await repeating()
    mondays = Weekly(weekdays=(Weekday.MONDAY,))
    await it.clinic.do(it.change(it.second, rule=mondays, first_day=date(2030, 5, 20)), it.clinic.desk)
    assert await it.times() == ["05-14 09:00", "05-20 09:00", "05-27 09:00"]


async def test_another_provider() -> None:
    """Dr Cho takes over what is left; Dr Lee is free again."""
    it = await repeating()
    await it.clinic.do(it.change(it.second, provider=DR_CHO), it.clinic.desk)
    assert [one.provider for one in await it.occurrences()] == [DR_LEE, DR_CHO, DR_CHO]
    await it.clinic.booked(at("2030-05-21 09:00"), patient=TOM)


async def test_to_the_site() -> None:
    """Visits by video become examinations at the site, in a room; nobody's whereabouts are kept."""
    it = await repeating()
    exams = it.change(it.second, visit_type=EXAM.code, place=AT_THE_SITE, room=ROOM_A)
    await it.clinic.do(exams, it.clinic.desk)
    shown = await it.clinic.shown(it.second)
    assert (shown.visit_type, shown.room, shown.whereabouts) == (EXAM.code, ROOM_A, None)
    await it.clinic.do(it.change(it.third, at="10:00"), it.clinic.desk)
    assert (await it.clinic.shown(it.third)).room == ROOM_A


async def test_an_exception_stays() -> None:
    """What was agreed for one occurrence alone stays agreed when the series changes."""
    it = await repeating()
    move = RescheduleAppointment(appointment=it.second, starts_at=at("2030-05-22 11:00"))
    await it.clinic.do(move, it.clinic.mia)
    assert [one.is_set_apart for one in await it.occurrences()] == [False, True, False]
    await it.clinic.do(it.change(it.first, at="14:00"), it.clinic.desk)
    assert await it.times() == ["05-14 14:00", "05-22 11:00", "05-28 14:00"]


async def test_a_cancelled_week_stays_cancelled() -> None:
    """A week that was called off is not filled again by another time."""
    it = await repeating()
    await it.clinic.do(CancelAppointment(appointment=it.second), it.clinic.desk)
    await it.clinic.do(it.change(it.first, at="14:00"), it.clinic.desk)
    assert await it.times() == ["05-14 14:00", "05-21 09:00", "05-28 14:00"]


async def test_a_change_that_does_not_fit_changes_nothing() -> None:
    """Where Tom has the third Tuesday at two, everything stays, and that day is named."""
    it = await repeating()
    await it.clinic.booked(at("2030-05-28 14:00"), patient=TOM)
    (conflict,) = (await it.clinic.refuses(it.change(it.second, at="14:00"), it.clinic.desk, SeriesConflicts))[
        "conflicts"
    ]
    assert (conflict.slot.day, conflict.rule) == (date(2030, 5, 28), ProviderTaken.code)
    assert await it.times() == ["05-14 09:00", "05-21 09:00", "05-28 09:00"]


async def test_who_does_not_fit_stays() -> None:
    """Where what conflicts may be left out, it stays in its old slot, and the rest moves."""
    it = await repeating()
    await it.clinic.booked(at("2030-05-28 14:00"), patient=TOM)
    receipt = await it.clinic.do(it.change(it.second, at="14:00", on_conflict=OnConflict.SKIP), it.clinic.desk)
    assert await it.times() == ["05-14 09:00", "05-21 14:00", "05-28 09:00"]
    assert [one["slot"]["day"] for one in receipt["left_out"]] == ["2030-05-28"]


async def test_onto_its_own_times() -> None:
    """A series that begins a week later takes the times that it gives back itself."""
    it = await repeating()
    await it.clinic.do(it.change(it.first, first_day=date(2030, 5, 21)), it.clinic.desk)
    assert await it.times() == ["05-21 09:00", "05-28 09:00", "06-04 09:00"]


async def test_what_is_past_or_here_stays() -> None:
    """A visit whose patient has arrived, and one that is over, are not moved with the series."""
    it = await repeating()
    it.clinic.memory.clock.at = NINE
    await it.clinic.do(NoteArrival(appointment=it.first), it.clinic.desk)
    await it.clinic.do(it.change(it.first, at="14:00"), it.clinic.desk)
    assert await it.times() == ["05-14 09:00", "05-21 14:00", "05-28 14:00"]
    it.clinic.memory.clock.at = at("2030-06-01 12:00")
    await it.clinic.refuses(it.change(it.first, at="10:00"), it.clinic.desk, NothingAhead)


async def test_an_appointment_of_another_series() -> None:
    """What follows an appointment that is none of the series' own is neither changed nor called off."""
    it = await repeating()
    stranger = await it.clinic.booked(at("2030-05-15 09:00"))
    await it.clinic.refuses(it.change(stranger, at="14:00"), it.clinic.desk, NotOfTheSeries)
    await it.clinic.refuses(CancelSeries(series=it.series, appointment=stranger), it.clinic.desk, NotOfTheSeries)


async def test_who_saw_an_older_version_changes_nothing() -> None:
    """Who looks at the series as it was before the last change is told so."""
    it = await repeating()
    await it.clinic.do(it.change(it.second, at="14:00"), it.clinic.desk)
    await it.clinic.refuses(it.change(it.second, at="15:00"), it.clinic.desk, StaleVersion, expected_version=1)


async def test_where_the_clinic_approves_it_moves_the_series() -> None:
    """A patient moves no visits that the clinic has approved; the front desk does."""
    it = await repeating()
    await it.clinic.has(approval_required=True)
    await it.clinic.refuses(it.change(it.second, at="14:00"), it.clinic.mia, OnlyClinicMoves)
    await it.clinic.do(it.change(it.second, at="14:00"), it.clinic.desk)


async def test_dr_lee_has_no_say_in_dr_chos() -> None:
    """A clinician changes the series on their own calendar; to a colleague's, or of a colleague's, none is found."""
    it = await repeating()
    await it.clinic.refuses(it.change(it.second, provider=DR_CHO), it.clinic.dr_lee, NotFound)
    await it.clinic.do(it.change(it.second, at="14:00"), it.clinic.dr_lee)


async def test_calling_the_series_off() -> None:
    """Every visit that is ahead is cancelled, exceptions too; its times are free, and there is nothing left to do."""
    it = await repeating()
    await it.clinic.do(RescheduleAppointment(appointment=it.third, starts_at=at("2030-05-29 11:00")), it.clinic.desk)
    receipt = await it.clinic.do(CancelSeries(series=it.series, reason="Well again"), it.clinic.mia)
    assert len(receipt["appointments"]) == 3
    assert {one.status for one in await it.occurrences()} == {AppointmentStatus.CANCELLED}
    assert (await it.clinic.shown(it.second)).closing_reason == "Well again"
    await it.clinic.refuses(CancelSeries(series=it.series), it.clinic.mia, NothingAhead)


async def test_late_for_each_by_itself() -> None:
    """Less than a day before the first visit, calling the series off is late for that one alone."""
    it = await repeating()
    it.clinic.memory.clock.at = at("2030-05-13 20:00")
    await it.clinic.do(CancelSeries(series=it.series), it.clinic.mia)
    late = [(await it.clinic.shown(one)).ended_late for one in (it.first, it.second, it.third)]
    assert late == [True, False, False]


async def test_this_and_following_are_called_off() -> None:
    """From the second Tuesday on the visits are off; the first takes place."""
    it = await repeating()
    await it.clinic.do(CancelSeries(series=it.series, appointment=it.second), it.clinic.desk)
    assert [one.status.value for one in await it.occurrences()] == ["booked", "cancelled", "cancelled"]


async def test_who_is_here_is_not_called_off_with_the_series() -> None:
    """A patient who has arrived is seen, whatever becomes of the series."""
    it = await repeating()
    it.clinic.memory.clock.at = NINE
    await it.clinic.do(NoteArrival(appointment=it.first), it.clinic.desk)
    await it.clinic.do(CancelSeries(series=it.series), it.clinic.desk)
    assert [one.status.value for one in await it.occurrences()] == ["arrived", "cancelled", "cancelled"]


async def test_a_series_without_its_conflicts_is_changed_again() -> None:
    """A series booked around Tom's visit is laid out again as if that week had never been in it."""
    clinic = await FrontDesk().opens()
    await clinic.booked(at("2030-05-21 09:00"), patient=TOM)
    receipt = await clinic.do(replace(TUESDAYS, on_conflict=OnConflict.SKIP), clinic.desk)
    series, first = SeriesId(UUID(receipt["id"])), AppointmentId(UUID(receipt["occurrences"][0]["appointment"]))
    await clinic.do(ChangeSeriesFollowing(series=series, appointment=first, at="10:00"), clinic.desk)
    view: SeriesView = await clinic.ask(GetSeries(series=series), clinic.desk)
    assert [f"{at_new_york(one):%m-%d %H:%M}" for one in view.occurrences] == ["05-14 10:00", "05-28 10:00"]
    assert view.recurrence == replace(EVERY_TUESDAY, at="10:00", count=2)
