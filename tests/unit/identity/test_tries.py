"""How often somebody may try to prove who they are."""

from datetime import datetime, timedelta

import msgspec
import pytest

from domain.identity.lock_out import LockOutTerms
from domain.identity.tries import TooManyTries, Tries, TryLimit
from unit.identity.people import NINE

LIMIT = TryLimit(tries=3, window=timedelta(hours=1), first=timedelta(minutes=1), longest=timedelta(minutes=5))
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DAY = timedelta(days=1)


def tried(times: int, tries: Tries | None = None, *, now: datetime = NINE, limit: TryLimit = LIMIT) -> Tries:
    """Try so often, each time in vain."""
    tries = tries or Tries()
    for _ in range(times):
        tries = tries.another(limit, now=now)
    return tries


def lasting(times: int, limit: TryLimit) -> timedelta:
    """Guess so often, each time as soon as one may, and tell how long that takes."""
    now, tries = NINE, Tries()
    for _ in range(times):
        tries = tries.another(limit, now=now)
        now = tries.wait_until or now
    return now - NINE


def test_some_tries_are_free() -> None:
    """Whoever mistypes once or twice waits for nothing."""
    assert tried(2).wait_until is None


def test_the_last_one() -> None:
    """The last try that is allowed sets the wait, which counts if that one fails too."""
    assert tried(3).wait_until == NINE + MINUTE


@pytest.mark.parametrize(
    ("later", "seconds"), [(timedelta(), 60), (timedelta(seconds=1.5), 59), (timedelta(seconds=59), 1)]
)
def test_waiting(later: timedelta, seconds: int) -> None:
    """Until the wait is over no try is looked at; one is told how many seconds are left, rounded up."""
    with pytest.raises(TooManyTries) as refusal:
        tried(3).another(LIMIT, now=NINE + later)
    assert refusal.value.details == {"seconds": seconds}


def test_after_the_wait() -> None:
    """When the wait is over there are as many tries again."""
    assert tried(2, tried(3), now=NINE + MINUTE).wait_until is None


def test_each_wait_is_longer() -> None:
    """Each further wait is twice as long, up to the longest."""
    now, tries, waits = NINE, Tries(), []
    for _ in range(5):
        tries = tried(3, tries, now=now)
        assert tries.wait_until is not None
        waits.append(tries.wait_until - now)
        now = tries.wait_until
    assert waits == [MINUTE, 2 * MINUTE, 4 * MINUTE, 5 * MINUTE, 5 * MINUTE]


def test_mistakes_are_forgotten() -> None:
    """An hour without a try, and those before count no more."""
    assert tried(1, tried(2), now=NINE + timedelta(minutes=59)).wait_until is not None
    assert tried(2, tried(2), now=NINE + timedelta(hours=1)).wait_until is None


def test_waits_are_remembered() -> None:
    """Whoever had to wait waits longer the next time, until as long as the longest wait has passed without a try."""
    over = NINE + MINUTE
    again = tried(3, tried(3), now=over + 4 * MINUTE)
    assert again.wait_until == over + 6 * MINUTE
    anew = tried(3, tried(3), now=over + 5 * MINUTE)
    assert anew.wait_until == over + 6 * MINUTE


def test_a_success_among_many() -> None:
    """Where many people come from, a success takes its own try off; those of others stay."""
    assert tried(1, tried(2).taken_off()).wait_until is None
    assert tried(2, tried(2).taken_off()).wait_until == NINE + MINUTE
    assert tried(2, Tries().taken_off()).wait_until is None


@pytest.mark.parametrize(("later", "wait"), [(59 * MINUTE, 2 * MINUTE), (60 * MINUTE, MINUTE)])
def test_a_success_at_the_last_try(later: timedelta, wait: timedelta) -> None:
    """Where the last try was a success nobody waits; that it was the last is remembered for an hour without a try."""
    over = tried(3).taken_off()
    assert tried(3, over, now=NINE + later).wait_until == NINE + later + wait


@pytest.mark.parametrize("locks", [11, 1000])
def test_no_wait_is_longer_than_a_day(locks: int) -> None:
    """Nobody is kept out for ever by somebody who guesses at their name: a wait is a day at most."""
    assert TryLimit().wait(locks) == DAY


def test_what_a_guesser_gets() -> None:
    """As it is by default, a hundred guesses in a row take 17 hours, and each ten more another day (NIST's limit)."""
    assert lasting(100, TryLimit()) == timedelta(minutes=2**10 - 1)
    assert lasting(130, TryLimit()) - lasting(120, TryLimit()) == DAY


def test_stopping_short_of_a_wait() -> None:
    """Whoever stops after nine guesses, so as never to wait, must leave it alone for a day before the next nine."""
    almost = tried(9, limit=TryLimit())
    assert tried(1, almost, now=NINE + DAY - SECOND, limit=TryLimit()).wait_until is not None
    assert tried(9, almost, now=NINE + DAY, limit=TryLimit()).wait_until is None


@pytest.mark.parametrize("tries", [3, 10])
@pytest.mark.parametrize("minutes", [1, 60])
def test_what_a_clinic_may_set(tries: int, minutes: int) -> None:
    """However a clinic sets them, its terms are at least as strict: a hundred guesses take 17 hours or more."""
    terms = LockOutTerms(tries=tries, first_wait_minutes=minutes)
    assert lasting(tries, terms.limit) == timedelta(minutes=minutes)
    assert lasting(100, terms.limit) >= lasting(100, TryLimit())


def test_what_a_clinic_has_set_by_itself() -> None:
    """A clinic that has set nothing locks as Polyclinic does."""
    assert LockOutTerms().limit == TryLimit()


@pytest.mark.parametrize(
    "terms", [{"tries": 2}, {"tries": 11}, {"first_wait_minutes": 0}, {"first_wait_minutes": 61}], ids=str
)
def test_what_no_clinic_may_set(terms: dict[str, int]) -> None:
    """A clinic locks after three to ten tries, for one minute to an hour at first."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(terms, LockOutTerms)
