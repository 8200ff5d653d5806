"""From which day on a clinic's staff sign in with a second factor."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from domain.identity.clinic import Clinic
from domain.identity.second_factor_terms import (
    STAFF,
    OwnSecondFactorFirst,
    SecondFactorDemand,
    SecondFactorTerms,
)
from domain.identity.session import SessionId, SessionPolicy, SignInSession, TokenDigest
from domain.shared.roles import Role
from domain.shared.time import TimeZone
from domain.shared.values import WrongField
from unit.identity.people import ACCOUNT, NINE, after
from unit.spec import STREAM, given

THE_FIRST = SecondFactorTerms(demanded_from=date(2030, 6, 1))
LATER = SecondFactorTerms(demanded_from=date(2030, 9, 1))
NOT_AT_ALL = SecondFactorTerms()
HELD = SecondFactorDemand(since=date(2030, 6, 1), holds=True)
AHEAD = SecondFactorDemand(since=date(2030, 6, 1))

opened = Clinic.Opened(
    name="Lakeside", slug="lakeside", zone=TimeZone(name="America/New_York"), locale="en-US", sandbox_clock=None
)
demanded = Clinic.SecondFactorTermsSet(terms=THE_FIRST)
postponed = Clinic.SecondFactorTermsSet(terms=LATER)
withdrawn = Clinic.SecondFactorTermsSet(terms=NOT_AT_ALL)


def demanding(terms: SecondFactorTerms, *, has_one: bool = True) -> Callable[[Clinic], None]:
    """Demand a second factor of the staff, as an owner who has one or has none."""
    return lambda clinic: clinic.set_second_factor_terms(terms, has_one=has_one)


def test_setting_the_day() -> None:
    """An owner sets the day from which on staff sign in with a second factor; the same day again changes nothing."""
    given(Clinic, opened).when(demanding(THE_FIRST)).then(demanded)
    given(Clinic, opened, demanded).when(demanding(THE_FIRST)).then()


def test_moving_the_day() -> None:
    """An owner may move the day, or leave the second factor to each again."""
    given(Clinic, opened, demanded).when(demanding(LATER)).then(postponed)
    given(Clinic, opened, demanded).when(demanding(NOT_AT_ALL)).then(withdrawn)


def test_who_has_none_demands_none() -> None:
    """An owner who has no second factor cannot demand one of others: nobody demands what they have not tried."""
    given(Clinic, opened).when(demanding(THE_FIRST, has_one=False)).then_rejected(OwnSecondFactorFirst)


def test_who_has_none_may_take_it_back() -> None:
    """To demand it no more takes no second factor."""
    given(Clinic, opened, demanded).when(demanding(NOT_AT_ALL, has_one=False)).then(withdrawn)


@pytest.mark.parametrize(
    ("now", "demand"),
    [
        (datetime(2030, 6, 1, 3, 59, tzinfo=UTC), AHEAD),
        (datetime(2030, 6, 1, 4, 0, tzinfo=UTC), HELD),
    ],
    ids=["a minute before midnight", "midnight"],
)
def test_the_clinics_own_midnight(now: datetime, demand: SecondFactorDemand) -> None:
    """The day begins at the clinic's own midnight: in New York at four in the morning, UTC, in summer."""
    assert after(Clinic, opened, demanded).second_factor_of(Role.FRONT_DESK, now=now) == demand


@pytest.mark.parametrize("role", Role)
def test_of_whom(role: Role) -> None:
    """It is demanded of owners, clinicians, the front desk and auditors; patients choose, and programs have a key."""
    demand = after(Clinic, opened, demanded).second_factor_of(role, now=datetime(2031, 1, 1, tzinfo=UTC))
    assert demand == (HELD if role in STAFF else SecondFactorDemand())


def test_nothing_is_demanded() -> None:
    """While a clinic has set no day the second factor is everybody's choice."""
    assert after(Clinic, opened).second_factor_of(Role.OWNER, now=NINE) == SecondFactorDemand()


def test_a_day_outside_the_calendar() -> None:
    """The day lies in the years in which a clinic works."""
    with pytest.raises(WrongField):
        SecondFactorTerms(demanded_from=date(2200, 1, 1))


@pytest.mark.parametrize(
    ("with_code", "demand", "only_enrols"),
    [
        (False, HELD, True),
        (True, HELD, False),
        (False, AHEAD, False),
        (False, SecondFactorDemand(), False),
    ],
    ids=["password alone", "with a code", "the day before", "not demanded"],
)
def test_what_a_session_is_good_for(*, with_code: bool, demand: SecondFactorDemand, only_enrols: bool) -> None:
    """From the day on a session that began with the password alone is good for enrolling a device and nothing else."""
    started = SignInSession.start(
        SessionId(STREAM), ACCOUNT, TokenDigest(b"first"), with_code=with_code, now=NINE, policy=SessionPolicy()
    )
    assert started.session.only_enrols(demand) is only_enrols
