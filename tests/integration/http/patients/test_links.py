"""Two records that turn out to be of one person, and are told apart again."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from integration.clock import SetClock
from integration.http.patients.registry import email, found, phone, record, refused, registered
from integration.http.scheduling.practice import done
from integration.people import Clinic

REASON = "Registered again under her married name"


async def linked(clinic: Clinic, patient: str, survivor: str) -> dict[str, Any]:
    """Link a duplicate to the record that stays."""
    body = {"patient": patient, "survivor": survivor, "reason": REASON}
    return await done(await clinic.front_desk.http.post("/patient-links", json=body))


async def told_apart(clinic: Clinic, link: str) -> dict[str, Any]:
    """Undo a link."""
    return await done(await clinic.front_desk.http.post(f"/patient-links/{link}/unlink", json={}))


async def two(clinic: Clinic) -> tuple[str, str]:
    """Register somebody twice: first under her own name, then under her married one."""
    survivor = await registered(clinic.front_desk, phone("+12025550123"))
    return survivor, await registered(clinic.front_desk, email("mia@example.org"), family="Lind")


async def test_both_records_show_the_link(clinic: Clinic) -> None:
    """Whoever opens the duplicate sees which record stays; whoever opens that one sees its duplicate."""
    survivor, duplicate = await two(clinic)
    link = (await linked(clinic, duplicate, survivor))["id"]
    shown = [{"link": link, "patient": duplicate, "survivor": survivor}]
    assert [(await record(clinic.front_desk, one))["links"] for one in (survivor, duplicate)] == [shown, shown]
    view = await done(await clinic.front_desk.http.get(f"/patient-links/{link}"))
    assert (view["reason"], view["unlinked_at"], view["version"]) == (REASON, None, 1)


async def test_neither_record_is_changed(clinic: Clinic) -> None:
    """Linking and unlinking write to neither record: afterwards both are byte for byte as before."""
    pair = await two(clinic)
    before = [await record(clinic.front_desk, one) for one in pair]
    receipt = await linked(clinic, pair[1], pair[0])
    during = [await record(clinic.front_desk, one) for one in pair]
    assert [one | {"links": []} for one in during] == before
    assert (await told_apart(clinic, receipt["id"]))["version"] == 2
    assert [await record(clinic.front_desk, one) for one in pair] == before


@pytest.mark.parametrize(
    "criteria",
    [
        {"name": "mia"},
        {"name": "okafor"},
        {"name": "lind"},
        {"phone": "+12025550123"},
        {"email": "mia@example.org"},
        {},
    ],
)
async def test_a_search_finds_one_person(clinic: Clinic, criteria: dict[str, str]) -> None:
    """By whatever stands on either record, the person is found once, as the record that stays."""
    survivor, duplicate = await two(clinic)
    apart = await found(clinic.front_desk, **criteria)
    link = (await linked(clinic, duplicate, survivor))["id"]
    assert await found(clinic.front_desk, **criteria) == [survivor]
    await told_apart(clinic, link)
    assert await found(clinic.front_desk, **criteria) == apart


async def test_pages_show_everybody_once(clinic: Clinic, clock: SetClock) -> None:
    """However short the pages, a linked person is on one of them, and nobody is missing."""
    people = []
    for given in ("Ada", "Bea", "Cleo", "Dora", "Edda"):
        people.append(await registered(clinic.front_desk, given=given))
        clock.advance(timedelta(minutes=1))
    await linked(clinic, people[0], people[3])
    await linked(clinic, people[4], people[3])
    seen: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = await done(await clinic.front_desk.http.get("/patients", params={"name": "oka", "limit": 1, **after}))
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert seen == [people[3], people[1], people[2]]


async def test_the_past_knows_the_link(clinic: Clinic, clock: SetClock) -> None:
    """As of a moment at which the two were linked, the record shows it, also after the link was undone."""
    survivor, duplicate = await two(clinic)
    link = (await linked(clinic, duplicate, survivor))["id"]
    linked_at = clock.now()
    clock.advance(timedelta(minutes=1))
    await told_apart(clinic, link)
    http = clinic.front_desk.http
    then = await done(await http.get(f"/patients/{duplicate}", params={"as_of": linked_at.isoformat()}))
    now = await http.get(f"/patients/{duplicate}", params={"as_of": clock.now().isoformat()})
    assert [one["link"] for one in then["links"]] == [link]
    assert now.content == (await http.get(f"/patients/{duplicate}")).content


async def test_no_chains_and_no_circles(clinic: Clinic) -> None:
    """Records are linked to the one that stays: not to themselves, not to a duplicate, and not twice."""
    one, other, third = [await registered(clinic.front_desk, given=given) for given in ("Ada", "Bea", "Cleo")]
    await linked(clinic, other, one)

    async def refuses(patient: str, survivor: str, code: str) -> dict[str, Any]:
        body = {"patient": patient, "survivor": survivor, "reason": REASON}
        answer = await clinic.front_desk.http.post("/patient-links", json=body)
        assert refused(answer, 409, code)
        problem: dict[str, Any] = answer.json()
        return problem

    await refuses(one, one, "patients.linked-to-itself")
    assert (await refuses(other, third, "patients.already-linked"))["patient"] == one
    assert (await refuses(third, other, "patients.survivor-is-linked"))["patient"] == one
    await refuses(one, third, "patients.has-duplicates")


async def test_links_at_the_same_moment_make_no_circle(clinic: Clinic) -> None:
    """Of links that would close a circle, made at the same moment, at least one is refused."""
    people = [await registered(clinic.front_desk, given=given) for given in ("Ada", "Bea", "Cleo")]
    pairs = [(people[n], people[(n + 1) % 3]) for n in range(3)]
    bodies = [{"patient": one, "survivor": other, "reason": REASON} for one, other in pairs]
    http = clinic.front_desk.http
    answers = await asyncio.gather(*(http.post("/patient-links", json=body) for body in bodies))
    assert [answer.status_code for answer in answers].count(201) == 1


async def test_a_link_is_undone_once(clinic: Clinic) -> None:
    """What was undone is not undone again; the two can be linked anew, the other way round if need be."""
    survivor, duplicate = await two(clinic)
    link = (await linked(clinic, duplicate, survivor))["id"]
    await told_apart(clinic, link)
    again = await clinic.front_desk.http.post(f"/patient-links/{link}/unlink", json={})
    assert refused(again, 409, "patients.link-undone")
    await linked(clinic, survivor, duplicate)


async def test_linked_records_are_no_candidates(clinic: Clinic) -> None:
    """What is linked already is not offered as a possible duplicate."""
    survivor, duplicate = await two(clinic)
    await linked(clinic, duplicate, survivor)
    view = await done(await clinic.front_desk.http.get(f"/patients/{survivor}/duplicates"))
    assert view["candidates"] == []


async def test_another_clinics_patient_is_not_found(clinic: Clinic, other_clinic: Clinic) -> None:
    """No link leads out of the clinic."""
    here, there = await registered(clinic.front_desk), await registered(other_clinic.front_desk)
    for patient, survivor in ((here, there), (there, here)):
        body = {"patient": patient, "survivor": survivor, "reason": REASON}
        refused(await clinic.front_desk.http.post("/patient-links", json=body), 404, "request.not-found")
