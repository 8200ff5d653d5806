"""A clinic is suspended, comes back, and one day closes."""

from collections.abc import Callable

import pytest

from domain.identity.clinic import Clinic
from domain.identity.standing import (
    ClinicIsClosed,
    ClinicIsSuspended,
    ClinicStanding,
    SuspensionReason,
    check_open,
)
from domain.shared.aggregate import Fact
from domain.shared.time import TimeZone
from unit.identity.people import NINE, TEN, after
from unit.spec import given

opened = Clinic.Opened(
    name="Lakeside", slug="lakeside", zone=TimeZone(name="America/New_York"), locale="en-US", sandbox_clock=None
)
suspended = Clinic.Suspended(reason=SuspensionReason.PAYMENT, suspended_at=NINE)
reinstated = Clinic.Reinstated(reinstated_at=TEN)
closed = Clinic.Closed(closed_at=TEN)


def suspending(clinic: Clinic) -> None:
    """Suspend the clinic at nine, for a bill that nobody paid."""
    clinic.suspend(SuspensionReason.PAYMENT, now=NINE)


def reinstating(clinic: Clinic) -> None:
    """Let the clinic's people in again at ten."""
    clinic.reinstate(now=TEN)


def closing(clinic: Clinic) -> None:
    """Close the clinic at ten."""
    clinic.close(now=TEN)


def test_suspending() -> None:
    """Whoever runs the installation can let nobody of a clinic in, and says why in a word."""
    given(Clinic, opened).when(suspending).then(suspended)


def test_suspended_already() -> None:
    """A suspended clinic stays as it is, and for the reason that was given first."""
    given(Clinic, opened, suspended).when(suspending).then()


def test_reinstating() -> None:
    """A suspended clinic comes back as it was, and can be suspended again."""
    given(Clinic, opened, suspended).when(reinstating).then(reinstated)
    given(Clinic, opened, suspended, reinstated).when(suspending).then(suspended)


def test_nothing_to_reinstate() -> None:
    """An open clinic stays open."""
    given(Clinic, opened).when(reinstating).then()


@pytest.mark.parametrize("history", [(opened,), (opened, suspended), (opened, suspended, reinstated)])
def test_closing(history: tuple[Fact, ...]) -> None:
    """A clinic can be closed at any time, suspended or not."""
    given(Clinic, *history).when(closing).then(closed)


@pytest.mark.parametrize("act", [suspending, reinstating])
def test_closed_for_good(act: Callable[[Clinic], None]) -> None:
    """A closed clinic stays closed."""
    given(Clinic, opened, closed).when(act).then_rejected(ClinicIsClosed)


def test_closed_already() -> None:
    """Closing a closed clinic changes nothing."""
    given(Clinic, opened, closed).when(closing).then()


@pytest.mark.parametrize(
    ("history", "standing"),
    [
        ((opened,), ClinicStanding.OPEN),
        ((opened, suspended), ClinicStanding.SUSPENDED),
        ((opened, suspended, reinstated), ClinicStanding.OPEN),
        ((opened, suspended, closed), ClinicStanding.CLOSED),
    ],
)
def test_how_it_stands(history: tuple[Fact, ...], standing: ClinicStanding) -> None:
    """What happened last counts."""
    assert after(Clinic, *history).standing is standing


def test_who_gets_in() -> None:
    """An open clinic takes its people; a suspended and a closed one take nobody, and say which they are."""
    check_open(ClinicStanding.OPEN)
    with pytest.raises(ClinicIsSuspended):
        check_open(ClinicStanding.SUSPENDED)
    with pytest.raises(ClinicIsClosed):
        check_open(ClinicStanding.CLOSED)
