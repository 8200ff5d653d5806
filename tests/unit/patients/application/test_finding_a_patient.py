"""Patients are found by what the clinic knows of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from application.patients.add_identifier import AddIdentifier
from application.patients.queries import SearchPatients
from application.shared.refusals import Malformed
from domain.patients.demographics import Demographics
from domain.patients.identifier import Identifier
from domain.shared.contacts import PersonName
from unit.patients.application.registry import Registry
from unit.patients.people import EMAIL, MIA, PHONE


def called(given: str, family: str) -> Demographics:
    """Give the demographics of somebody by name."""
    return Demographics(name=PersonName(family=family, given=given), birth_date=date(1990, 4, 12))


async def test_a_name_is_found_by_the_beginnings_of_its_words() -> None:
    """Every word that was typed begins a word of the name, in any order, accents and case aside."""
    registry = Registry()
    zoe = await registry.registered(called("Zoë Anne-Marie", "O'Brien"))
    for name in ("zo", "OBRIEN zoe", "marie", "o\u2019br an"):
        assert await registry.found(name=name) == [zoe], name
    for name in ("rien", "zoe anna", "zoeanne"):
        assert await registry.found(name=name) == [], name


@pytest.mark.parametrize(
    "criteria",
    [
        {"birth_date": date(1988, 2, 29)},
        {"email": "MIA@example.org"},
        {"phone": "+1 (202) 555-0123"},
        {"phone": " 12025550123"},
        {"identifier": "A 1"},
        {"identifier": "|A 1"},
        {"identifier": "mrn|A 1"},
        {"identifier": "mrn|A 1", "name": "mia san", "email": "mia@example.org"},
    ],
)
async def test_everything_that_was_asked_must_fit(criteria: dict[str, Any]) -> None:
    """Birth date, e-mail, phone and identifier are exact, and all criteria narrow together."""
    registry = Registry()
    await registry.registered(called("Mia", "Sanchez"))
    mia = await registry.registered(MIA, EMAIL, PHONE)
    await registry.do(AddIdentifier(patient=mia, identifier=Identifier(system="mrn", value="A 1")), registry.desk)
    assert await registry.found(**criteria) == [mia]
    assert await registry.found(**criteria | {"name": "noor"}) == []


async def test_lists_follow_the_order_of_registration() -> None:
    """Pages continue each other, and a name shows at most fifty matches on one."""
    registry = Registry()
    patients = []
    for _ in range(52):
        patients.append(await registry.registered())
        registry.memory.clock.advance(timedelta(minutes=1))
    first = await registry.ask(SearchPatients(name="mia", limit=100), registry.desk)
    rest = await registry.ask(SearchPatients(name="mia", after=first.next), registry.desk)
    assert [view.id for view in first.items] == patients[:50]
    assert ([view.id for view in rest.items], rest.next) == (patients[50:], None)


@pytest.mark.parametrize("criteria", [{"name": "'"}, {"email": " "}, {"identifier": "|"}, {"after": "!"}])
async def test_nothing_to_look_for_is_no_search(criteria: dict[str, str]) -> None:
    """A criterion with nothing in it would find everybody, and is refused."""
    registry = Registry()
    await registry.refuses(SearchPatients(**criteria), registry.desk, Malformed)  # type: ignore[arg-type]  # all text
