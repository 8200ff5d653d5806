"""Calendars behind secret links, over HTTP: what a calendar program is shown, and what it is not."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import vobject  # type: ignore[import-untyped] # it has no types
from icalendar import Calendar

from application.scheduling.calendars.issue_calendar_link import FEEDS
from domain.shared.roles import Role
from infrastructure.postgres.connection import clinic_transaction
from integration.clock import SetClock
from integration.http.scheduling.practice import HOME, NINE, SITE, WHEREABOUTS, Practice, done
from integration.logged import logged
from integration.people import Clinic, Person
from integration.stack import ORIGIN, Stack

HALF, DAY = timedelta(minutes=30), timedelta(days=1)
MINUTE_LIMIT = 30
AUTUMN = datetime.fromisoformat("2030-11-03T05:30:00+00:00")
"""Half past one in New York on the night on which that hour comes twice: the first of the two."""

_KEPT = """
select string_agg(t::text, ' ') from (
  select s::text from calendar_secret s union all select l::text from calendar_link l
  union all select encode(e.data, 'escape') from event e
) as t
"""


async def issued(at: Practice, of: str = "provider", by: Person | None = None) -> tuple[str, str]:
    """Issue a link, and give its id and its address."""
    whose = at.provider if of == "provider" else at.patient
    answer = await done(await (by or at.desk).http.post(f"/{of}s/{whose}/calendar-links", json={}))
    return answer["id"], answer["address"]


async def read(stack: Stack, address: str, **headers: str) -> httpx.Response:
    """Read an address as a calendar program does: nobody is signed in."""
    http = await stack.http({})
    return await http.get(ORIGIN + address, headers={name.replace("_", "-"): text for name, text in headers.items()})


async def events(stack: Stack, address: str) -> list[dict[str, Any]]:
    """Read a calendar with two parsers, see that they read the same, and give its events."""
    answer = await read(stack, address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    parsed = Calendar.from_ical(answer.content)
    assert parsed.errors == []
    found = [
        {name: event.decoded(name) for name in ("uid", "sequence", "dtstamp", "dtstart", "dtend")}
        | {name: str(event[name]) for name in ("status", "summary", "class", "location") if name in event}
        for event in parsed.walk("VEVENT")
    ]
    again = vobject.readOne(answer.text).contents.get("vevent", [])
    assert [(one.uid.value, one.dtstart.value, one.summary.value) for one in again] == [
        (event["uid"], event["dtstart"], event["summary"]) for event in found
    ]
    return found


async def test_a_providers_visits(stack: Stack, at: Practice) -> None:
    """When each visit is and how the two meet, as instants; an id that stays, and a number that grows with changes."""
    visit = await at.booked()
    _, address = await issued(at)
    (event,) = await events(stack, address)
    assert (event["uid"], event["sequence"], event["status"]) == (visit, 0, "CONFIRMED")
    assert (event["dtstart"], event["dtend"]) == (NINE, NINE + HALF)
    assert (event["summary"], event["class"], "location" in event) == ("Visit by video", "PRIVATE", False)
    await done(await at.act(visit, "reschedule", {"starts_at": (NINE + HALF).isoformat()}))
    (moved,) = await events(stack, address)
    assert (moved["uid"], moved["sequence"], moved["dtstart"]) == (visit, 1, NINE + HALF)


async def test_nothing_says_whose_or_why(stack: Stack, at: Practice) -> None:
    """No name, no reason, no whereabouts, no number: not of the patient, and not of the provider."""
    await at.booked(reason="The cough is back.")
    for of in ("provider", "patient"):
        _, address = await issued(at, of)
        text = (await read(stack, address)).text
        said = ("Okafor", "Mia", "Adler", "Judith", "cough", "Elm Street", "Albany", "2025550")
        assert not [word for word in (*said, at.patient, at.provider) if word in text]


async def test_a_visit_in_person_names_its_site(stack: Stack, at: Practice) -> None:
    """Where to go is told: the site's name, and no room."""
    visit = at.booking()["visit"] | {"visit_type": "examination", "place": HOME | {"site": at.site}, "room": at.room}
    await at.booked(visit=visit, whereabouts=None)
    (event,) = await events(stack, (await issued(at))[1])
    assert (event["summary"], event["location"]) == ("Visit in person", SITE["name"])


@pytest.mark.parametrize(
    "name",
    [
        "A,B;C:D\\E",
        "One\\nTwo",
        'She said "left"',
        "Zürich " * 14,
        "診療所" * 30,
        "END:VEVENT",
        "🏥" * 60,
        "=20^n%0D%0A",
    ],
)
async def test_any_site_name_is_only_a_name(stack: Stack, at: Practice, name: str) -> None:
    """Whatever a site is called, the calendar holds one event, and the name comes out as it went in."""
    added = await at.clinic.owner.http.post("/clinic/sites", json=SITE | {"name": name})
    site = (await done(added))["site"]
    visit = at.booking()["visit"] | {"visit_type": "examination", "place": HOME | {"site": site}}
    await at.booked(visit=visit, whereabouts=None)
    (event,) = await events(stack, (await issued(at))[1])
    assert event["location"] == name


async def test_what_is_called_off_is_cancelled_for_a_while(stack: Stack, at: Practice, clock: SetClock) -> None:
    """A calendar that looks seldom still learns of it; after a month the visit is gone from the feed."""
    visit = await at.booked(NINE + 40 * DAY)
    _, address = await issued(at)
    await done(await at.act(visit, "cancel"))
    (event,) = await events(stack, address)
    assert (event["uid"], event["status"], event["sequence"]) == (visit, "CANCELLED", 1)
    clock.advance(30 * DAY)
    assert len(await events(stack, address)) == 1
    clock.advance(timedelta(seconds=1))
    assert await events(stack, address) == []


async def test_a_request_is_tentative(stack: Stack, at: Practice) -> None:
    """What the clinic has yet to answer stands there as such."""
    await done(await at.desk.http.post("/appointments/request", json=at.booking()))
    (event,) = await events(stack, (await issued(at, "patient"))[1])
    assert event["status"] == "TENTATIVE"


async def test_the_hour_that_comes_twice(stack: Stack, at: Practice, clock: SetClock) -> None:
    """On the night of a clock change two visits at half past one are an hour apart: instants know no doubt."""
    clock.at = AUTUMN - 10 * DAY
    night = [{"weekday": "sunday", "opens": "00:00", "closes": "06:00"}]
    await done(await at.desk.http.post(f"/providers/{at.provider}/availability/weekly-hours", json={"hours": night}))
    for starts_at in (AUTUMN, AUTUMN + 2 * HALF):
        await at.booked(starts_at)
    found = await events(stack, (await issued(at))[1])
    assert [event["dtstart"] for event in found] == [AUTUMN, AUTUMN + 2 * HALF]


async def test_a_program_that_has_it_is_told_so(stack: Stack, at: Practice) -> None:
    """The same visits have the same tag, and 304; another visit makes another. Nobody on the way keeps a copy."""
    await at.booked()
    _, address = await issued(at)
    first = await read(stack, address)
    assert first.headers["Cache-Control"].startswith("private")
    same = await read(stack, address, If_None_Match=first.headers["ETag"])
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", first.headers["ETag"])
    await at.booked(NINE + HALF)
    assert (await read(stack, address, If_None_Match=first.headers["ETag"])).status_code == 200


async def test_a_revoked_link_is_as_one_that_never_was(stack: Stack, at: Practice) -> None:
    """Revoked, guessed, cut short or of another kind: the answers are the same, word for word."""
    link, address = await issued(at)
    _, other = await issued(at, "patient")
    await done(await at.desk.http.post(f"/calendar-links/{link}/revoke", json={}))
    start, end = address.removesuffix(".ics")[:-43], other[-47:]
    answers = [
        await read(stack, wrong)
        for wrong in (address, start + end, address[:-9] + ".ics", f"{FEEDS}/x.ics", f"{FEEDS}/x", other[:-4])
    ]
    bodies = [{name: text for name, text in answer.json().items() if name != "instance"} for answer in answers]
    assert {answer.status_code for answer in answers} == {404}
    assert all(body == bodies[0] for body in bodies)
    again = await at.desk.http.post(f"/calendar-links/{link}/revoke", json={})
    assert (again.status_code, again.json()["code"]) == (409, "scheduling.calendar-link-revoked")


async def test_the_secret_is_nowhere(stack: Stack, at: Practice) -> None:
    """What is kept is a digest; the log's line has the route and not the address."""
    assert stack.pool is not None
    with logged() as log:
        _, address = await issued(at)
        await read(stack, address)
        await read(stack, address + "x")
    secret = address.removeprefix(f"{FEEDS}/").removesuffix(".ics")
    async with clinic_transaction(stack.pool, at.clinic.id) as connection:
        kept = await connection.fetchval(_KEPT)
    assert hashlib.sha256(secret.encode()).hexdigest() in kept
    for text in (kept, log.text):
        assert secret not in text
        assert secret[-43:] not in text
    assert f"{FEEDS}/{{file}}" in log.text


async def test_whose_links_are_listed(stack: Stack, at: Practice) -> None:
    """Patients and clinicians see and revoke their own; the front desk all of the clinic's, without the secrets."""
    mia = await stack.somebody(at.clinic, Role.PATIENT, patient=UUID(at.patient))
    adler = await stack.somebody(at.clinic, Role.CLINICIAN, provider=UUID(at.provider))
    hers, address = await issued(at, "patient", by=mia)
    his, _ = await issued(at, "provider", by=adler)

    async def listed(person: Person, **params: Any) -> list[str]:
        answer = await person.http.get("/calendar-links", params=params)
        assert address[-47:-4] not in answer.text
        return [link["id"] for link in (await done(answer))["items"]]

    assert (await listed(mia), await listed(adler)) == ([hers], [his])
    assert sorted(await listed(at.desk)) == sorted([hers, his])
    assert await listed(at.desk, provider=at.provider) == [his]
    assert await listed(at.clinic.patient) == []
    assert (await adler.http.post(f"/calendar-links/{hers}/revoke", json={})).status_code == 404
    await done(await mia.http.post(f"/calendar-links/{hers}/revoke", json={}))


async def test_another_clinics_calendar(stack: Stack, at: Practice, other_clinic: Clinic) -> None:
    """Nobody issues, lists or revokes a link of another clinic's; the link itself leads to its own clinic alone."""
    link, address = await issued(at)
    theirs = other_clinic.owner.http
    assert (await theirs.post(f"/providers/{at.provider}/calendar-links", json={})).status_code == 404
    assert (await theirs.post(f"/patients/{at.patient}/calendar-links", json={})).status_code == 404
    assert (await theirs.post(f"/calendar-links/{link}/revoke", json={})).status_code == 404
    assert (await done(await theirs.get("/calendar-links")))["items"] == []
    await at.booked(whereabouts=WHEREABOUTS)
    assert len(await events(stack, address)) == 1


async def test_a_link_is_not_read_without_end(stack: Stack, at: Practice) -> None:
    """Who asks again and again is told to wait, and how long; another link is read meanwhile."""
    _, address = await issued(at)
    _, other = await issued(at, "patient")
    answers = [await read(stack, address) for _ in range(MINUTE_LIMIT + 1)]
    assert [answer.status_code for answer in answers] == [200] * MINUTE_LIMIT + [429]
    assert (answers[-1].json()["code"], int(answers[-1].headers["Retry-After"]) > 0) == ("request.too-often", True)
    assert (await read(stack, other)).status_code == 200
