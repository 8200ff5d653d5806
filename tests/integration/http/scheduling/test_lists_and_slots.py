"""Pages of appointments and of free slots, over HTTP."""

from datetime import timedelta
from typing import Any

import pytest

from integration.http.scheduling.practice import HOME, NINE, Practice, done, patient_of, provider_of

HALF = timedelta(minutes=30)
SEARCH = {
    "visit_type": "follow-up-video",
    "jurisdiction": "US-NY",
    "zone": "America/New_York",
    "from": NINE.isoformat(),
}


async def pages(at: Practice, path: str, parameters: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Follow a list to its end."""
    found = []
    after: dict[str, str] = {}
    while True:
        page = await done(await at.desk.http.get(path, params=parameters | after))
        found.append(page["items"])
        if page["next"] is None:
            return found
        after = {"after": page["next"]}


async def test_appointments_come_by_start_in_pages(at: Practice) -> None:
    """Five in pages of two, whatever the order in which they were booked; filters narrow."""
    booked = {number: await at.booked(NINE + HALF * number) for number in (3, 0, 4, 1, 2)}
    found = await pages(at, "/appointments", {"limit": 2})
    assert [len(page) for page in found] == [2, 2, 1]
    assert [one["id"] for page in found for one in page] == [booked[number] for number in range(5)]
    await done(await at.act(booked[2], "cancel"))
    criteria: list[tuple[dict[str, Any], list[int]]] = [
        ({"status": "cancelled"}, [2]),
        ({"status": ["booked", "cancelled"], "patient": at.patient}, [0, 1, 2, 3, 4]),
        ({"from": (NINE + HALF).isoformat(), "until": (NINE + 3 * HALF).isoformat()}, [1, 2]),
        ({"provider": at.provider, "from": (NINE + 4 * HALF).isoformat()}, [4]),
        ({"patient": await patient_of(at.clinic, "Noah")}, []),
    ]
    for parameters, numbers in criteria:
        page = await done(await at.desk.http.get("/appointments", params=parameters))
        assert [one["id"] for one in page["items"]] == [booked[number] for number in numbers], parameters


async def test_slots_of_all_providers_in_pages(at: Practice) -> None:
    """Two providers' five weeks, every free slot once, by start and then by provider."""
    other = await provider_of(at.clinic)
    await at.booked(NINE + timedelta(days=12))
    parameters = SEARCH | {"until": (NINE + timedelta(days=35)).isoformat()}
    found = [(slot["starts_at"], slot["provider"]) for page in await pages(at, "/slots", parameters) for slot in page]
    assert found == sorted(set(found))
    assert {provider for _, provider in found} == {at.provider, other}
    assert len(found) == 2 * 35 * 31 - 2


async def test_slots_in_person_name_a_room(at: Practice) -> None:
    """The site's only room, until somebody is examined in it."""
    wanted = {
        "visit_type": "examination",
        "site": at.site,
        "from": NINE.isoformat(),
        "until": (NINE + HALF).isoformat(),
    }
    free = await done(await at.desk.http.get("/slots", params=wanted))
    assert [slot["room"] for slot in free["items"]] == [at.room, at.room]
    visit = at.booking()["visit"] | {"visit_type": "examination", "place": HOME | {"site": at.site}, "room": at.room}
    await at.booked(visit=visit | {"provider": await provider_of(at.clinic)})
    assert (await done(await at.desk.http.get("/slots", params=wanted)))["items"] == []


async def test_in_person_without_a_site_nothing_is_offered(at: Practice) -> None:
    """A search for an examination that names no site finds nothing, and none is held."""
    assert await at.slots(visit_type="examination") == []
    visit = at.booking()["visit"] | {"visit_type": "examination"}
    refused = await at.desk.http.post("/holds", json={"visit": visit, "patient": at.patient})
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.site-not-stated")


async def test_wishes_narrow_the_search(at: Practice) -> None:
    """Specialty, language, provider and where the patient will be."""
    assert await at.slots(specialty="family-medicine", language="en", provider=at.provider)
    wishes: tuple[dict[str, Any], ...] = (
        {"specialty": "cardiology"},
        {"language": "fr"},
        {"provider": at.patient},
        {"jurisdiction": "US-CA"},
    )
    for wish in wishes:
        assert await at.slots(**wish) == [], wish


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"until": "2030-08-15T13:00:00Z"}, 409, "scheduling.search-range-too-long"),
        ({"until": "2030-05-14T13:00:00Z"}, 400, "request.malformed"),
        ({"zone": "Mars/Base"}, 400, "request.malformed"),
        ({"from": "yesterday"}, 400, "request.malformed"),
        ({"after": "nonsense"}, 400, "request.malformed"),
        ({"limit": "101"}, 400, "request.malformed"),
        ({"site": "00000000-0000-0000-0000-000000000001"}, 404, "request.not-found"),
    ],
)
async def test_what_cannot_be_searched(at: Practice, wrong: dict[str, str], status: int, code: str) -> None:
    """Too long, turned round, nowhere."""
    parameters = SEARCH | {"until": (NINE + HALF).isoformat()} | wrong
    refused = await at.desk.http.get("/slots", params=parameters)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
