"""A provider may only see a patient who is where the provider may practise on that day."""

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.providers.provider import Provider
from domain.shared.aggregate import Fact, fold
from unit.providers.practice import CALIFORNIA, FIRST, FROM, LICENSE, NEW_YORK, NUMBER, UNTIL, added, licensed

NEXT_YEAR = date(2031, 6, 30)
JUNE, JULY = date(2030, 6, 30), date(2030, 7, 1)
renewed = Provider.AuthorityRenewed(authority_id=FIRST, valid_until=NEXT_YEAR)
renewed_for_good = Provider.AuthorityRenewed(authority_id=FIRST, valid_until=None)
revoked = Provider.AuthorityRevoked(authority_id=FIRST, on=JULY)
revoked_ages_ago = Provider.AuthorityRevoked(authority_id=FIRST, on=date.min)


def noor(*history: Fact) -> Provider:
    """Give the provider to whom this happened."""
    return fold(
        Provider,
        [
            msgspec.structs.replace(fact, originator_id=UUID(int=1), originator_version=version)
            for version, fact in enumerate((added, *history), start=1)
        ],
    )


@pytest.mark.parametrize("day", [FROM, JUNE, UNTIL])
def test_while_the_licence_lasts(day: date) -> None:
    """A provider may practise from the first to the last day of the licence, both included."""
    assert noor(licensed).may_practise(NEW_YORK, day)


@pytest.mark.parametrize("day", [date(2029, 12, 31), date(2031, 1, 1)])
def test_before_and_after(day: date) -> None:
    """A provider may not practise before the licence begins or after it has lapsed."""
    assert not noor(licensed).may_practise(NEW_YORK, day)


@pytest.mark.parametrize("place", [CALIFORNIA, "US"])
def test_elsewhere(place: str) -> None:
    """A licence for one state says nothing of another, nor of the country."""
    assert not noor(licensed).may_practise(place, JUNE)


def test_nothing_in_the_file() -> None:
    """A provider without an authority may practise nowhere."""
    assert not noor().may_practise(NEW_YORK, JUNE)


def test_after_a_renewal() -> None:
    """A renewed licence holds until its new last day."""
    assert noor(licensed, renewed).may_practise(NEW_YORK, NEXT_YEAR)


def test_after_a_renewal_for_good() -> None:
    """A licence renewed without an end does not lapse."""
    assert noor(licensed, renewed_for_good).may_practise(NEW_YORK, date.max)


def test_the_day_before_a_revocation() -> None:
    """Until the day before its revocation a licence held."""
    assert noor(licensed, revoked).may_practise(NEW_YORK, JUNE)


def test_the_day_of_a_revocation() -> None:
    """From the day of its revocation a licence holds no longer."""
    assert not noor(licensed, revoked).may_practise(NEW_YORK, JULY)


def test_revoked_from_the_start() -> None:
    """A licence revoked from before it began never held."""
    assert not noor(licensed, revoked_ages_ago).may_practise(NEW_YORK, FROM)


def test_one_of_several_is_enough() -> None:
    """One authority that holds is enough, whatever became of the others."""
    elsewhere = msgspec.structs.replace(LICENSE, jurisdiction=CALIFORNIA)
    privilege = Provider.AuthorityGranted(authority_id=FIRST, authority=elsewhere, number=NUMBER)
    assert noor(licensed, privilege).may_practise(CALIFORNIA, JUNE)
