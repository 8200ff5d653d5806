"""The change feed over HTTP: everything that is told to others, once, in order, from wherever one was."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from infrastructure.postgres.followers.sequencer import Sequencer
from integration.background import in_background
from integration.databases import Database
from integration.http.scheduling.practice import NINE, Practice, done, practice
from integration.people import Clinic, Person


@pytest.fixture(autouse=True)
async def numbering(database: Database) -> AsyncIterator[None]:
    """Give facts their numbers."""
    async with in_background(Sequencer(database.url).run):
        yield


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a clinic that can be booked."""
    return await practice(clinic)


async def feed(person: Person, token: str | None = None, **parameters: Any) -> dict[str, Any]:
    """Read a stretch."""
    headers = {"Consistency-Token": token} if token else {}
    shown: dict[str, Any] = await done(await person.http.get("/feed", params=parameters, headers=headers))
    return shown


async def a_visit(at: Practice) -> str:
    """Book a visit, move it, cancel it; give the token of the last."""
    appointment = await at.booked()
    await at.act(appointment, "reschedule", {"starts_at": (NINE + timedelta(hours=1)).isoformat()})
    return (await at.act(appointment, "cancel")).headers["Consistency-Token"]


async def test_it_tells_what_happened_in_order(at: Practice, clinic: Clinic) -> None:
    """Whoever follows the feed hears of a visit's fate in the order in which it befell."""
    page = await feed(clinic.owner, await a_visit(at))
    told = [entry["fact"]["type"] for entry in page["items"] if entry["fact"]["type"].startswith("scheduling.")]
    assert told == [
        "scheduling.appointment-booked",
        "scheduling.appointment-rescheduled",
        "scheduling.appointment-cancelled",
    ]


async def test_small_steps_tell_the_same_as_one_great_one(at: Practice, clinic: Clinic) -> None:
    """Resumed after every fact, the feed misses nothing and repeats nothing."""
    whole = await feed(clinic.owner, await a_visit(at))
    steps: list[Any] = []
    place = 0
    while (step := await feed(clinic.owner, after=place, limit=1))["items"]:
        steps += step["items"]
        place = step["next"]
    assert steps == whole["items"]
    assert step["next"] == whole["next"]


async def test_numbers_rise(at: Practice, clinic: Clinic) -> None:
    """Each fact's number is above the one before it."""
    numbers = [entry["number"] for entry in (await feed(clinic.owner, await a_visit(at)))["items"]]
    assert numbers == sorted(set(numbers))


async def test_the_end_is_a_place_to_wait_at(at: Practice, clinic: Clinic) -> None:
    """At the end the feed is empty and stays where it is, until something happens."""
    end = (await feed(clinic.owner, await a_visit(at)))["next"]
    assert await feed(clinic.owner, after=end) == {"items": [], "next": end}
    booked = await at.book(NINE + timedelta(hours=4))
    (entry,) = (await feed(clinic.owner, booked.headers["Consistency-Token"], after=end))["items"]
    assert entry["fact"]["appointment"] == booked.json()["id"]


async def test_what_is_not_told_to_others_is_not_in_it(at: Practice, clinic: Clinic) -> None:
    """Holds, working hours and accounts have numbers too, but only what is published is told."""
    page = await feed(clinic.owner, await a_visit(at))
    contexts = {entry["fact"]["type"].partition(".")[0] for entry in page["items"]}
    assert contexts == {"patients", "providers", "scheduling"}
    assert page["next"] >= page["items"][-1]["number"]
    assert len(page["items"]) < page["next"]


async def test_nothing_personal_is_in_it(at: Practice, clinic: Clinic) -> None:
    """A patient's name and number are in no published fact."""
    answer = await clinic.owner.http.get("/feed", headers={"Consistency-Token": await a_visit(at)})
    assert "Okafor" not in answer.text
    assert "2025550123" not in answer.text


async def test_another_clinics_facts_are_not_in_it(at: Practice, clinic: Clinic, other_clinic: Clinic) -> None:
    """A clinic's feed holds its own facts only."""
    await feed(clinic.owner, await a_visit(at))
    assert (await feed(other_clinic.owner))["items"] == []


@pytest.mark.parametrize("after", [2**63 - 1, 10**6])
async def test_a_place_beyond_the_end_stays(clinic: Clinic, after: int) -> None:
    """A number that was never given is no mistake; nothing comes before it."""
    assert await feed(clinic.owner, after=after) == {"items": [], "next": after}


@pytest.mark.parametrize("after", ["-1", str(2**63), "x"])
async def test_what_is_no_number_is_refused(clinic: Clinic, after: str) -> None:
    """A place in the feed is a whole number."""
    assert (await clinic.owner.http.get("/feed", params={"after": after})).status_code == 400
