"""A series is booked in one step: as a whole, or as much of it as fits."""

from datetime import date
from uuid import UUID

from msgspec.structs import replace

from application.scheduling.queries import GetSeries, ListAppointments
from application.scheduling.series.approve_series import ApproveSeries
from application.scheduling.series.book_series import BookSeries
from application.scheduling.series.decline_series import DeclineSeries
from application.scheduling.series.views import SeriesView
from application.shared.actor import Actor
from application.shared.refusals import NotFound, VersionNotTaken
from domain.scheduling.appointments.agenda import ProviderTaken
from domain.scheduling.appointments.lifecycle import AppointmentStatus, Party
from domain.scheduling.series.desk import OnConflict, SeriesConflicts
from domain.scheduling.series.occurrence import SeriesId
from domain.scheduling.series.recurrence import SeriesTooLong
from domain.scheduling.series.series import NothingAhead
from domain.shared.identifiers import PatientId
from unit.scheduling.application.front_desk import FrontDesk, booking
from unit.scheduling.practice import HOME, MIA, MONDAY_NOON, TOM, at
from unit.scheduling.repeating import EVERY_TUESDAY, VISITS, tuesday

TUESDAYS = BookSeries(patient=MIA, visit=VISITS, recurrence=EVERY_TUESDAY, whereabouts=HOME, reason="Physiotherapy")
SECOND = at("2030-05-21 09:00")
PENDING, BOOKED, CANCELLED = AppointmentStatus.PENDING, AppointmentStatus.BOOKED, AppointmentStatus.CANCELLED


async def entered(clinic: FrontDesk, command: BookSeries = TUESDAYS, by: Actor | None = None) -> SeriesId:
    """Book a series, as the front desk unless said."""
    return SeriesId(UUID((await clinic.do(command, by or clinic.desk))["id"]))


async def shown(clinic: FrontDesk, series: SeriesId) -> SeriesView:
    """Read a series as the front desk."""
    view: SeriesView = await clinic.ask(GetSeries(series=series), clinic.desk)
    return view


async def statuses(clinic: FrontDesk, series: SeriesId) -> list[AppointmentStatus]:
    """Give how far each occurrence has come."""
    return [occurrence.status for occurrence in (await shown(clinic, series)).occurrences]


async def test_three_tuesdays_are_three_appointments() -> None:
    """Each occurrence is an appointment that knows its series and its slot, and takes its time."""
    clinic = await FrontDesk().opens()
    series = await entered(clinic)
    page = await clinic.ask(ListAppointments(series=series), clinic.owner)
    assert [(one.series_slot, one.status, one.reason) for one in page.items] == [
        (tuesday(number), BOOKED, "Physiotherapy") for number in (1, 2, 3)
    ]
    await clinic.refuses(booking(SECOND, patient=TOM), clinic.desk, ProviderTaken)


async def test_all_or_nothing() -> None:
    """Where Tom has the second Tuesday, no Tuesday is booked, and that day is named with its reason."""
    clinic = await FrontDesk().opens()
    await clinic.booked(SECOND, patient=TOM)
    (conflict,) = (await clinic.refuses(TUESDAYS, clinic.desk, SeriesConflicts))["conflicts"]
    assert (conflict.slot, conflict.starts_at, conflict.rule) == (tuesday(2), SECOND, ProviderTaken.code)
    assert (await clinic.ask(ListAppointments(patient=MIA), clinic.desk)).items == ()


async def test_as_many_as_fit() -> None:
    """Where what conflicts may be left out, two Tuesdays are booked, and the receipt and the series name the third."""
    clinic = await FrontDesk().opens()
    await clinic.booked(SECOND, patient=TOM)
    receipt = await clinic.do(replace(TUESDAYS, on_conflict=OnConflict.SKIP), clinic.desk)
    assert [one["slot"]["day"] for one in receipt["occurrences"]] == ["2030-05-14", "2030-05-28"]
    assert [one["rule"] for one in receipt["left_out"]] == [ProviderTaken.code]
    view = await shown(clinic, SeriesId(UUID(receipt["id"])))
    assert [conflict.slot for conflict in view.left_out] == [tuesday(2)]


async def test_a_rehearsal_tells_the_whole() -> None:
    """A dry run names every occurrence that would be booked and every one that would not, and books none."""
    clinic = await FrontDesk().opens()
    await clinic.booked(SECOND, patient=TOM)
    rehearsed = await clinic.do(replace(TUESDAYS, on_conflict=OnConflict.SKIP), clinic.desk, dry_run=True)
    assert (len(rehearsed["occurrences"]), len(rehearsed["left_out"])) == (2, 1)
    assert (await clinic.ask(ListAppointments(patient=MIA), clinic.desk)).items == ()


async def test_a_series_too_long_is_none() -> None:
    """More than a hundred occurrences are not booked."""
    clinic = await FrontDesk().opens()
    for_ever = replace(EVERY_TUESDAY, count=101)
    await clinic.refuses(replace(TUESDAYS, recurrence=for_ever), clinic.desk, SeriesTooLong)


async def test_patients_book_their_own() -> None:
    """Mia books a series for herself; for Tom, or without saying for whom, nobody is found."""
    clinic = await FrontDesk().opens()
    assert await statuses(clinic, await entered(clinic, by=clinic.mia)) == [BOOKED] * 3
    await clinic.refuses(TUESDAYS, clinic.tom, NotFound)
    nobody = PatientId(UUID(int=99))
    await clinic.refuses(replace(TUESDAYS, patient=nobody), clinic.desk, NotFound)


async def test_nobody_has_seen_it_yet() -> None:
    """What is booked only now has no version that somebody could expect."""
    clinic = await FrontDesk().opens()
    await clinic.refuses(TUESDAYS, clinic.desk, VersionNotTaken, expected_version=1)


async def test_where_the_clinic_approves_it_is_asked_for() -> None:
    """A series that a patient books waits for the clinic's answer, which one yes gives for all of it."""
    clinic = await FrontDesk().opens()
    await clinic.has(approval_required=True)
    series = await entered(clinic, by=clinic.mia)
    assert await statuses(clinic, series) == [PENDING] * 3
    await clinic.do(ApproveSeries(series=series), clinic.desk, expected_version=1)
    assert await statuses(clinic, series) == [BOOKED] * 3
    await clinic.refuses(ApproveSeries(series=series), clinic.desk, NothingAhead)


async def test_what_the_clinic_books_needs_no_answer() -> None:
    """The front desk books a series at once."""
    clinic = await FrontDesk().opens()
    await clinic.has(approval_required=True)
    assert await statuses(clinic, await entered(clinic)) == [BOOKED] * 3


async def test_one_no_for_all() -> None:
    """A series that is declined gives all its times back, and each appointment tells why."""
    clinic = await FrontDesk().opens()
    await clinic.has(approval_required=True)
    series = await entered(clinic, by=clinic.mia)
    await clinic.do(DeclineSeries(series=series, reason="See the laboratory first"), clinic.desk)
    page = await clinic.ask(ListAppointments(series=series), clinic.mia)
    assert {(one.status, one.closing_reason, one.ended_by) for one in page.items} == {
        (CANCELLED, "See the laboratory first", Party.CLINIC)
    }
    await clinic.booked(SECOND, patient=TOM)


async def test_as_it_was() -> None:
    """A series as of a past moment shows its occurrences as they stood then."""
    clinic = await FrontDesk().opens()
    await clinic.has(approval_required=True)
    series = await entered(clinic, by=clinic.mia)
    clinic.memory.clock.at = at("2030-05-13 13:00")
    await clinic.do(ApproveSeries(series=series), clinic.desk)
    past: SeriesView = await clinic.ask(GetSeries(series=series, as_of=MONDAY_NOON), clinic.desk)
    assert ({one.status for one in past.occurrences}, past.version) == ({PENDING}, 1)


async def test_the_wall_clock_is_the_providers() -> None:
    """Over the night on which the clocks go back, nine stays nine: the visit is an hour later by the sun."""
    clinic = await FrontDesk().opens()
    await clinic.has(booking_horizon_days=365)
    over_the_change = replace(EVERY_TUESDAY, first_day=date(2030, 10, 29), count=2)
    series = await entered(clinic, replace(TUESDAYS, recurrence=over_the_change))
    starts = [occurrence.starts_at for occurrence in (await shown(clinic, series)).occurrences]
    assert starts == [at("2030-10-29 09:00"), at("2030-11-05 09:00")]
