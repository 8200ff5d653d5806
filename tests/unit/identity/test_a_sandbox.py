"""A clinic to try things out in: its clock stands where its owner has set it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from domain.identity.clinic import Clinic
from domain.identity.sandbox import BeyondTheCalendar, ClockRunsForward, NotASandbox
from domain.shared.identifiers import ClinicId
from domain.shared.time import TimeZone
from unit.spec import STREAM, given

Act = Callable[[Clinic], None]

NEW_YORK = TimeZone(name="America/New_York")
MONDAY, TUESDAY = datetime(2030, 5, 13, 12, tzinfo=UTC), datetime(2030, 5, 14, 12, tzinfo=UTC)
LAST_DAY = datetime(2199, 12, 31, 12, tzinfo=UTC)
A_DAY = timedelta(days=1)

sandbox = Clinic.Opened(name="Playground", slug="playground", zone=NEW_YORK, locale="en", sandbox_clock=MONDAY)
clinic = Clinic.Opened(name="Lakeside", slug="lakeside", zone=NEW_YORK, locale="en", sandbox_clock=None)
set_to_tuesday = Clinic.ClockSet(to=TUESDAY)


def opening(at: datetime) -> Callable[[], Clinic]:
    """Open a sandbox."""
    return lambda: Clinic.open(ClinicId(STREAM), "Playground", "playground", NEW_YORK, "en", sandbox_clock=at)


def setting(to: datetime) -> Act:
    """Set the clock."""
    return lambda clinic: clinic.set_clock(to)


def advancing(by: timedelta) -> Act:
    """Let time pass."""
    return lambda clinic: clinic.advance_clock(by)


def test_opening_a_sandbox() -> None:
    """A sandbox's clock begins where it was opened, and stands still."""
    given().when(opening(MONDAY)).then(sandbox)


def test_setting_the_clock() -> None:
    """The owner of a sandbox sets its clock to a later instant."""
    given(Clinic, sandbox).when(setting(TUESDAY)).then(set_to_tuesday)


def test_letting_time_pass() -> None:
    """The owner of a sandbox lets a day go by in a moment, and then another."""
    given(Clinic, sandbox).when(advancing(A_DAY)).then(set_to_tuesday)
    given(Clinic, sandbox, set_to_tuesday).when(advancing(A_DAY)).then(Clinic.ClockSet(to=TUESDAY + A_DAY))


def test_what_time_it_is() -> None:
    """In a sandbox it is whatever its clock says; a clinic with patients lives in the present."""
    lived = Clinic.open(ClinicId(STREAM), "Lakeside", "lakeside", NEW_YORK, "en")
    assert (opening(MONDAY)().now(TUESDAY), lived.now(TUESDAY)) == (MONDAY, TUESDAY)


def test_the_same_instant() -> None:
    """A clock that stands there already is left alone."""
    given(Clinic, sandbox).when(setting(MONDAY)).then()


def test_the_clock_is_never_set_back() -> None:
    """What has happened in a sandbox never lies in its future."""
    given(Clinic, sandbox, set_to_tuesday).when(setting(MONDAY)).then_rejected(ClockRunsForward, stands_at=TUESDAY)


def test_the_end_of_the_calendar() -> None:
    """A sandbox reaches the last day on which visits can be planned, and does not leave it."""
    set_to_the_last_day = Clinic.ClockSet(to=LAST_DAY)
    given(Clinic, sandbox, Clinic.ClockSet(to=LAST_DAY - A_DAY)).when(advancing(A_DAY)).then(set_to_the_last_day)
    further = given(Clinic, sandbox, set_to_the_last_day).when(advancing(A_DAY))
    further.then_rejected(BeyondTheCalendar, last_year=2199)


def test_a_clinic_with_patients_lives_in_the_present() -> None:
    """Nobody sets the clock of a clinic that is no sandbox."""
    given(Clinic, clinic).when(setting(TUESDAY)).then_rejected(NotASandbox)
    given(Clinic, clinic).when(advancing(A_DAY)).then_rejected(NotASandbox)
