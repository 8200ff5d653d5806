"""Patients are found by what the clinic knows of them, though every value is sealed."""

from datetime import timedelta
from typing import Any

import pytest

from integration.clock import SetClock
from integration.http.patients.registry import demographics, email, found, phone, registered
from integration.people import Clinic


async def test_a_name_is_found_by_the_beginnings_of_its_words(clinic: Clinic) -> None:
    """Every word that was typed must begin a word of the name, in any order, accents and case aside."""
    desk = clinic.front_desk
    anna = await registered(desk, given="Anne-Marie", family="O'Brien")
    zoe = await registered(desk, given="Zoë", family="Marchetti")
    assert set(await found(desk, name="mar")) == {anna, zoe}
    assert await found(desk, name="obri ann") == [anna]
    assert await found(desk, name="ZOE march") == [zoe]
    assert await found(desk, name="anne zoe") == []
    assert await found(desk, name="rien") == []


async def test_a_long_name_is_told_from_one_that_begins_like_it(clinic: Clinic) -> None:
    """Beyond what the index holds, the whole beginning still counts."""
    desk = clinic.front_desk
    long = await registered(desk, family="Featherstonehaugh")
    longer = await registered(desk, family="Featherstonewick")
    assert set(await found(desk, name="featherstone")) == {long, longer}
    assert await found(desk, name="featherstonew") == [longer]


async def test_each_criterion_finds_and_all_must_fit(clinic: Clinic) -> None:
    """Birth date, e-mail, phone and identifier are exact; together they narrow."""
    desk = clinic.front_desk
    mia = await registered(desk, email("mia@example.org"), phone("+12025550123"))
    twin = await registered(desk, phone("+12025550123"), given="Noor")
    await desk.http.post(f"/patients/{mia}/identifiers", json={"identifier": {"system": "mrn", "value": "A 1"}})
    for criteria in (
        {"email": "Mia@Example.org"},
        {"identifier": "a 1"},
        {"identifier": "|A 1"},
        {"identifier": "mrn|A 1"},
        {"phone": "+1 (202) 555-0123", "name": "mia"},
        {"phone": "12025550123", "email": "mia@example.org", "birth_date": "1990-04-12", "name": "oka mi"},
    ):
        assert await found(desk, **criteria) == [mia], criteria
    assert set(await found(desk, phone="+12025550123")) == {mia, twin}
    assert set(await found(desk, birth_date="1990-04-12")) == {mia, twin}
    for criteria in ({"email": "mia@example.org", "name": "noor"}, {"identifier": "lab|A 1"}, {"phone": "2025550123"}):
        assert await found(desk, **criteria) == [], criteria


async def test_what_no_longer_stands_is_no_longer_found(clinic: Clinic) -> None:
    """A corrected name and a removed contact find nobody; what replaced them does."""
    desk = clinic.front_desk
    mia = await registered(desk, email("mia@example.org"))
    await desk.http.post(f"/patients/{mia}/correct-demographics", json={"demographics": demographics(family="Lind")})
    [contact] = (await desk.http.get(f"/patients/{mia}")).json()["contacts"]
    await desk.http.post(f"/patients/{mia}/contacts/{contact['id']}/remove")
    assert await found(desk, name="okafor") == await found(desk, email="mia@example.org") == []
    assert await found(desk, name="mia lind") == [mia]


async def test_lists_follow_the_order_of_registration(clinic: Clinic, clock: SetClock) -> None:
    """Pages continue each other in the order of registration, whatever was asked, and end."""
    desk = clinic.front_desk
    patients = []
    for number in range(7):
        patients.append(await registered(desk, given=f"Mia{'abcdefg'[number]}"))
        clock.advance(timedelta(minutes=1))
    for criteria in ({}, {"name": "mia"}, {"birth_date": "1990-04-12", "name": "oka"}):
        seen: list[str] = []
        page: dict[str, Any] = {"next": None}
        while True:
            after = {"after": page["next"]} if page["next"] else {}
            page = (await desk.http.get("/patients", params=criteria | after | {"limit": "3"})).json()
            seen += [item["id"] for item in page["items"]]
            if page["next"] is None:
                break
            assert len(page["items"]) == 3
        assert seen == patients, criteria


async def test_a_name_shows_at_most_fifty_matches_at_once(clinic: Clinic) -> None:
    """However many are asked for, a name search opens fifty records."""
    for _ in range(51):
        await registered(clinic.front_desk)
    answer = (await clinic.front_desk.http.get("/patients", params={"name": "mia", "limit": 100})).json()
    assert len(answer["items"]) == 50
    assert answer["next"] is not None
    assert len(await found(clinic.front_desk, limit=100)) == 51


async def test_another_clinics_patients_are_not_found(clinic: Clinic, other_clinic: Clinic) -> None:
    """No search finds a patient of another clinic, and another clinic's cursor opens nothing."""
    await registered(other_clinic.front_desk, email("mia@example.org"))
    await registered(other_clinic.front_desk)
    page = (await other_clinic.front_desk.http.get("/patients", params={"limit": 1})).json()
    assert page["next"] is not None
    for criteria in ({}, {"name": "mia"}, {"email": "mia@example.org"}, {"after": page["next"]}):
        assert await found(clinic.front_desk, **criteria) == []


@pytest.mark.parametrize(
    ("criteria", "parameter"),
    [
        ({"name": "'' ,"}, "name"),
        ({"name": "\x00"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"identifier": "|"}, "identifier"),
        ({"email": " "}, "email"),
        ({"birth_date": "1990-13-01"}, "birth_date"),
        ({"birth_date": "yesterday"}, "birth_date"),
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"after": "bm90IGEgY3Vyc29y"}, "after"),
        ({"after": "WzEsMl0"}, "after"),
        ({"sort": "name"}, "sort"),
    ],
)
async def test_a_search_that_makes_no_sense_says_why(clinic: Clinic, criteria: dict[str, str], parameter: str) -> None:
    """A criterion that cannot be read is named."""
    answer = await clinic.front_desk.http.get("/patients", params=criteria)
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize(
    "query",
    [
        "name=%ed%a0%80",
        "email=%00",
        "phone=%00",
        "phone=" + "9" * 300,
        "name=" + "+".join("abcdefghijklmnopqrstuvwxyz" * 5),
        "identifier=%F0%9F%98%80",
        "identifier=a%7Cb%7Cc",
        "name=%EF%B7%BA",
    ],
)
async def test_strange_criteria_find_nobody(clinic: Clinic, query: str) -> None:
    """Bytes that no patient has are no failure."""
    await registered(clinic.front_desk)
    answer = await clinic.front_desk.http.get(f"/patients?{query}")
    assert answer.status_code in {200, 400}, answer.text
    if answer.status_code == 200:
        assert answer.json() == {"items": [], "next": None}
