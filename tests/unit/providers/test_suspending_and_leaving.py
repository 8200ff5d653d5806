"""Providers who are suspended, reinstated, and who leave."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import pytest

from domain.providers.provider import Provider
from domain.providers.tenure import LastDayIsOver, ProviderAlreadySuspended, ProviderHasLeft, ProviderNotSuspended
from domain.shared.aggregate import Fact
from domain.shared.time import TimeZone
from unit.providers.practice import Act, added, licensed
from unit.spec import given

COMPLAINT = "The board looks into a complaint"
NEW_YORK = TimeZone(name="America/New_York")


def at(reading: str) -> datetime:
    """Read the provider's clock, in New York."""
    wall = datetime.fromisoformat(reading)
    return NEW_YORK.instant(wall.date(), wall.time())


NOON = at("2030-05-14 12:00")
TODAY, YESTERDAY, JUNE, JULY = date(2030, 5, 14), date(2030, 5, 13), date(2030, 6, 30), date(2030, 7, 31)

suspended = Provider.Suspended(reason=COMPLAINT)
reinstated = Provider.Reinstated()
leaves_in_june = Provider.LeaveSet(last_day=JUNE, leaves_at=at("2030-07-01 00:00"))
stays = Provider.LeaveSet(last_day=None, leaves_at=None)


def suspending(now: datetime = NOON) -> Act:
    """Suspend the provider, on Tuesday at noon unless said."""
    return lambda provider: provider.suspend(COMPLAINT, now)


def reinstating(now: datetime = NOON) -> Act:
    """Reinstate the provider, on Tuesday at noon unless said."""
    return lambda provider: provider.reinstate(now)


def leaving(last_day: date | None, now: datetime = NOON) -> Act:
    """Set the last day, on Tuesday at noon unless said."""
    return lambda provider: provider.leave(last_day, now)


def test_suspending() -> None:
    """A provider is suspended at once, with the reason; what the law allows them stays in the file."""
    given(Provider, added, licensed).when(suspending()).then(suspended)


def test_suspending_twice() -> None:
    """A suspended provider is not suspended again."""
    given(Provider, added, suspended).when(suspending()).then_rejected(ProviderAlreadySuspended)


def test_reinstating() -> None:
    """A suspended provider is reinstated, and may be suspended anew."""
    given(Provider, added, suspended).when(reinstating()).then(reinstated)
    given(Provider, added, suspended, reinstated).when(suspending()).then(suspended)


def test_reinstating_who_is_not_suspended() -> None:
    """Only a suspended provider is reinstated."""
    given(Provider, added).when(reinstating()).then_rejected(ProviderNotSuspended)


def test_leaving_ahead() -> None:
    """A provider who leaves sees patients through the last day, until midnight by their own clock."""
    given(Provider, added).when(leaving(JUNE)).then(leaves_in_june)


def test_leaving_today() -> None:
    """The last day may be today."""
    gone_tonight = Provider.LeaveSet(last_day=TODAY, leaves_at=at("2030-05-15 00:00"))
    given(Provider, added).when(leaving(TODAY)).then(gone_tonight)


def test_leaving_on_a_day_that_is_over() -> None:
    """A last day is named before it is over."""
    given(Provider, added).when(leaving(YESTERDAY)).then_rejected(LastDayIsOver, today=TODAY)


def test_the_day_is_over_at_midnight() -> None:
    """At midnight the day that ended is no last day any more; a minute before, it still is."""
    midnight, before = at("2030-05-14 00:00"), at("2030-05-13 23:59")
    given(Provider, added).when(leaving(YESTERDAY, midnight)).then_rejected(LastDayIsOver, today=TODAY)
    gone = Provider.LeaveSet(last_day=YESTERDAY, leaves_at=midnight)
    given(Provider, added).when(leaving(YESTERDAY, before)).then(gone)


def test_another_last_day() -> None:
    """Before it is over, the last day may be set anew; saying the same again changes nothing."""
    later = Provider.LeaveSet(last_day=JULY, leaves_at=at("2030-08-01 00:00"))
    given(Provider, added, leaves_in_june).when(leaving(JULY)).then(later)
    given(Provider, added, leaves_in_june).when(leaving(JUNE)).then()


def test_staying_after_all() -> None:
    """A leave that was only announced is taken back."""
    given(Provider, added, leaves_in_june).when(leaving(None)).then(stays)


@pytest.mark.parametrize("act", [suspending, reinstating, partial(leaving, JULY), partial(leaving, None)])
def test_gone_is_gone(act: Callable[[datetime], Act]) -> None:
    """From the midnight after the last day a provider has left for good."""
    midnight = at("2030-07-01 00:00")
    given(Provider, added, suspended, leaves_in_june).when(act(midnight)).then_rejected(ProviderHasLeft, last_day=JUNE)


def test_who_sees_patients() -> None:
    """A provider sees patients unless suspended, and until the last day is over."""

    def sees(now: datetime, *facts: Fact) -> bool:
        answers: list[bool] = []
        given(Provider, added, *facts).when(lambda provider: answers.append(provider.in_service(now))).then()
        return answers[0]

    assert sees(NOON)
    assert sees(NOON, suspended, reinstated)
    assert sees(at("2030-06-30 23:59"), leaves_in_june)
    assert not sees(NOON, suspended)
    assert not sees(at("2030-07-01 00:00"), leaves_in_june)
