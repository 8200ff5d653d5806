"""Providers are found by what they do and speak, and by where the law lets them practise on a day."""

from datetime import date, timedelta

import msgspec
import pytest

from application.providers.grant_authority import GrantAuthority
from application.providers.leave_provider import LeaveProvider
from application.providers.queries import GetProvider, SearchProviders
from application.providers.reinstate_provider import ReinstateProvider
from application.providers.suspend_provider import SuspendProvider
from application.shared.refusals import Forbidden
from unit.providers.application.directory import Directory
from unit.providers.practice import CALIFORNIA, LICENSE, NEW_YORK, NUMBER, PROFILE

MEXICAN = msgspec.structs.replace(PROFILE, languages=("en", "es-MX"))


@pytest.mark.parametrize(
    ("wish", "is_found"), [("es", True), ("es-MX", True), ("en", True), ("es-ES", False), ("en-US", False)]
)
async def test_a_wish_for_a_language_finds_its_varieties(wish: str, *, is_found: bool) -> None:
    """Who asks for Spanish finds who speaks Mexican Spanish."""
    directory = Directory()
    noor = await directory.added(MEXICAN)
    assert await directory.found(language=wish) == ([noor] if is_found else [])


@pytest.mark.parametrize(
    ("jurisdiction", "on", "is_found"),
    [
        (NEW_YORK, date(2030, 1, 1), True),
        (NEW_YORK, date(2030, 12, 31), True),
        (NEW_YORK, date(2031, 1, 1), False),
        (CALIFORNIA, date(2030, 5, 14), False),
    ],
)
async def test_the_law_of_the_place_and_day_decides(jurisdiction: str, on: date, *, is_found: bool) -> None:
    """A provider is found where and when an authority holds."""
    directory = Directory()
    noor = await directory.added()
    await directory.do(GrantAuthority(provider=noor, authority=LICENSE, number=NUMBER), directory.owner)
    assert await directory.found(jurisdiction=jurisdiction, on=on) == ([noor] if is_found else [])


async def test_all_criteria_must_fit() -> None:
    """Specialty and language narrow together."""
    directory = Directory()
    noor = await directory.added()
    assert await directory.found(specialty="family-medicine", language="ar") == [noor]
    assert await directory.found(specialty="family-medicine", language="de") == []
    assert await directory.found(specialty="cardiology") == []


async def test_the_directory_is_listed_in_the_order_of_joining() -> None:
    """Pages continue each other to the end."""
    directory = Directory()
    providers = []
    for _ in range(3):
        providers.append(await directory.added())
        directory.memory.clock.advance(timedelta(minutes=1))
    first = await directory.ask(SearchProviders(limit=2), directory.patient)
    rest = await directory.ask(SearchProviders(limit=2, after=first.next), directory.patient)
    assert [entry.id for entry in (*first.items, *rest.items)] == providers
    assert rest.next is None


async def test_a_patient_sees_no_registers() -> None:
    """The regulators' registers are the clinic's affair."""
    directory = Directory()
    noor = await directory.added()
    await directory.refuses(GetProvider(provider=noor), directory.patient, Forbidden)


def test_half_a_question_about_the_law_is_none() -> None:
    """Where without when, or when without where, cannot be answered."""
    for half in ({"jurisdiction": NEW_YORK}, {"on": date(2030, 5, 14)}):
        with pytest.raises(ValueError, match="together"):
            SearchProviders(**half)


async def test_who_sees_patients_now() -> None:
    """A search finds those who see patients, or those who do not; a suspended provider is back once reinstated."""
    directory = Directory()
    noor, lena = await directory.added(), await directory.added()
    await directory.do(SuspendProvider(provider=lena, reason="A complaint"), directory.owner)
    assert await directory.found(in_service=True) == [noor]
    assert await directory.found(in_service=False) == [lena]
    await directory.do(ReinstateProvider(provider=lena), directory.owner)
    assert await directory.found(in_service=False) == []


async def test_who_has_left_is_found_no_more() -> None:
    """A provider is found among those who see patients through their last day."""
    directory = Directory()
    noor = await directory.added()
    today = PROFILE.zone.date(directory.memory.clock.at)
    await directory.do(LeaveProvider(provider=noor, last_day=today), directory.owner)
    assert await directory.found(in_service=True) == [noor]
    directory.memory.clock.advance(timedelta(days=1))
    assert await directory.found(in_service=True) == []
    assert (await directory.file(noor)).last_day == today
