"""A visit is passed on to another provider in one step, and everybody who reads the feed is told."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from infrastructure.postgres.followers.sequencer import Sequencer
from integration.background import eventually, in_background
from integration.databases import Database
from integration.http.scheduling.practice import HOME, Practice, done, patient_of, provider_of

HOUR = timedelta(hours=1)


async def replacements(at: Practice, appointment: str) -> list[str]:
    """Find who could hold the visit at its time."""
    view = await done(await at.desk.http.get(f"/appointments/{appointment}/replacements"))
    return [other["provider"] for other in view["at_its_time"]]


async def test_somebody_else_takes_it_over(at: Practice) -> None:
    """Suspended, Dr Adler's visit is passed on to who was found, at its time and price; her time is free again."""
    other = await provider_of(at.clinic)
    appointment = await at.booked()
    await done(await at.clinic.owner.http.post(f"/providers/{at.provider}/suspend", json={"reason": "A complaint"}))
    assert await replacements(at, appointment) == [other]
    await done(await at.act(appointment, "reassign", {"provider": other}))
    shown = await done(await at.desk.http.get(f"/appointments/{appointment}"))
    assert (shown["provider"], shown["starts_at"], shown["needs_reassignment"]) == (other, "2030-05-15T13:00:00Z", None)
    await done(await at.clinic.owner.http.post(f"/providers/{at.provider}/reinstate"))
    assert "2030-05-15T13:00:00Z" in await at.slots(provider=at.provider)
    assert "2030-05-15T13:00:00Z" not in await at.slots(provider=other)


async def test_who_is_busy_is_not_found_and_not_given_it(at: Practice) -> None:
    """Who has another visit then is refused, with the next free slots; where nobody is free, the nearest are shown."""
    other = await provider_of(at.clinic)
    appointment, busy = await at.booked(), at.booking()["visit"] | {"provider": other}
    hold = {"visit": busy}
    await done(await at.desk.http.post("/holds", json=hold))
    refused = await at.act(appointment, "reassign", {"provider": other})
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.provider-taken")
    assert [slot["provider"] for slot in refused.json()["next_free"]] == [other] * 5
    view = await done(await at.desk.http.get(f"/appointments/{appointment}/replacements"))
    assert view["at_its_time"] == []
    assert [(slot["provider"], slot["starts_at"]) for slot in view["nearest"][:1]] == [(other, "2030-05-15T13:30:00Z")]


async def test_what_is_found_stands_for_the_patients_place(at: Practice) -> None:
    """Who may not practise where the patient is, is not found, though free."""
    other = await provider_of(at.clinic)
    (held,) = (await done(await at.clinic.owner.http.get(f"/providers/{other}")))["authorities"]
    revoke = {"on": "2030-05-15"}
    await done(await at.clinic.owner.http.post(f"/providers/{other}/authorities/{held['id']}/revoke", json=revoke))
    appointment = await at.booked()
    assert HOME["jurisdiction"] == "US-NY"
    assert await replacements(at, appointment) == []
    refused = await at.act(appointment, "reassign", {"provider": other})
    assert refused.json()["code"] == "scheduling.not-authorized-there"


async def test_refusals_name_what_is_wrong(at: Practice) -> None:
    """Not to the same provider, not to one whom nobody knows, and no visit that is off."""
    appointment = await at.booked()
    same = await at.act(appointment, "reassign", {"provider": at.provider})
    assert (same.status_code, same.json()["code"]) == (409, "scheduling.same-provider")
    assert (await at.act(appointment, "reassign", {"provider": str(uuid4())})).status_code == 404
    await done(await at.act(appointment, "cancel"))
    closed = await at.act(appointment, "reassign", {"provider": str(uuid4())})
    assert closed.json()["code"] == "scheduling.appointment-closed"


async def test_of_many_only_one_takes_the_time(at: Practice) -> None:
    """Visits of several providers are passed on to the same one at the same moment: one is, the others are refused."""
    other = await provider_of(at.clinic)
    visits = [await at.booked()]
    for _ in range(3):
        patient, provider = await patient_of(at.clinic), await provider_of(at.clinic)
        visit = at.booking()["visit"] | {"provider": provider}
        visits.append(await at.booked(patient=patient, visit=visit))
    answers = await asyncio.gather(*(at.act(one, "reassign", {"provider": other}) for one in visits))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code != 200} == {"scheduling.provider-taken"}


async def test_both_sides_are_told(at: Practice, database: Database) -> None:
    """The feed says who holds the visit now, who did before, for whom and why."""
    other = await provider_of(at.clinic)
    appointment = await at.booked()
    await done(await at.act(appointment, "reassign", {"provider": other}))

    async def told() -> list[dict[str, object]]:
        page = await done(await at.clinic.owner.http.get("/feed", params={"limit": "100"}))
        facts = [item["fact"] for item in page["items"]]
        return [fact for fact in facts if fact["type"] == "scheduling.appointment-reassigned"]

    async with in_background(Sequencer(database.url).run):
        (fact,) = await eventually(told)
    assert (fact["appointment"], fact["patient"], fact["provider"]) == (appointment, at.patient, other)
    assert (fact["instead_of"], fact["because"]) == (at.provider, None)
