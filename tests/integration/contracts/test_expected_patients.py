"""Who is still expected at a site: what every storage promises whoever closes one."""

import asyncio
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import httpx
import pytest

from application.identity.ports import ExpectedPatients
from domain.identity.premises import Expected
from domain.shared.identifiers import SiteId
from integration.clock import SetClock
from integration.contracts.registry import attempt, execution
from integration.http.scheduling.practice import HOME, NINE, SITE, Practice, done, practice
from integration.people import Clinic
from integration.stack import Stack

PORTS = (ExpectedPatients,)

HOUR = timedelta(hours=1)
LENGTH = timedelta(minutes=30)


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a clinic that can be booked."""
    return await practice(clinic)


def examination(at: Practice, site: str) -> Any:
    """Give the visit in person at a site."""
    return at.booking()["visit"] | {"visit_type": "examination", "place": HOME | {"site": site}}


async def another_site(at: Practice) -> str:
    """Add a site to the clinic."""
    added = await at.clinic.owner.http.post("/clinic/sites", json=SITE | {"name": "Uptown"})
    return str((await done(added))["site"])


async def expected(stack: Stack, at: Practice, site: str, now: SetClock) -> Expected:
    """Count in a transaction of its own."""
    patients = cast("ExpectedPatients", stack.container.identity.expected_patients())
    async with attempt(stack, looking := execution(stack, at.clinic.owner)):
        return await patients.at(SiteId(UUID(site)), now.now(), looking)


async def close(at: Practice, site: str) -> httpx.Response:
    """Close a site."""
    return await at.clinic.owner.http.post(f"/clinic/sites/{site}/close", json={})


async def test_visits_that_have_not_ended(stack: Stack, at: Practice, clock: SetClock) -> None:
    """Whoever is booked in person counts until the visit is over; at another site, or by video, nobody does."""
    await at.booked(NINE + HOUR)
    await at.booked(visit=examination(at, at.site))
    assert await expected(stack, at, at.site, clock) == Expected(visits=1, waiting=0)
    assert await expected(stack, at, await another_site(at), clock) == Expected(visits=0, waiting=0)
    clock.at = NINE + LENGTH - timedelta(seconds=1)
    assert await expected(stack, at, at.site, clock) == Expected(visits=1, waiting=0)
    clock.at = NINE + LENGTH
    assert await expected(stack, at, at.site, clock) == Expected(visits=0, waiting=0)


async def test_a_visit_that_was_cancelled(stack: Stack, at: Practice, clock: SetClock) -> None:
    """Nobody comes to a visit that was cancelled."""
    booked = await at.booked(visit=examination(at, at.site))
    await done(await at.act(booked, "cancel", {"reason": "feels better"}))
    assert await expected(stack, at, at.site, clock) == Expected(visits=0, waiting=0)


async def test_those_who_wait(stack: Stack, at: Practice, clock: SetClock) -> None:
    """Whoever waits for a visit at the site counts until they leave the line."""
    wait = await at.waits(visit_type="examination")
    assert await expected(stack, at, at.site, clock) == Expected(visits=0, waiting=1)
    await done(await at.desk.http.post(f"/waitlist/{wait}/leave", json={}))
    assert await expected(stack, at, at.site, clock) == Expected(visits=0, waiting=0)


async def test_a_site_that_expects_somebody_stays_open(at: Practice) -> None:
    """Closing a site is refused while somebody is expected there, and tells how many."""
    await at.booked(visit=examination(at, at.site))
    refused = await close(at, at.site)
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "identity.site-expects-patients")
    assert (problem["visits"], problem["waiting"]) == (1, 0)


async def test_a_booking_does_not_slip_between(at: Practice) -> None:
    """Of a closing and a booking at the same moment one is refused: no visit is booked at a closed site."""
    for number in range(8):
        added = await at.clinic.owner.http.post("/clinic/sites", json=SITE | {"name": f"Pavilion {number}"})
        site = str((await done(added))["site"])
        visit = examination(at, site)
        closed, booked = await asyncio.gather(close(at, site), at.book(NINE + number * HOUR, visit=visit))
        assert {closed.status_code, booked.status_code} in ({200, 404}, {409, 201})


async def test_another_clinics_patients_are_not_there(stack: Stack, at: Practice, clock: SetClock) -> None:
    """A clinic counts its own patients only, also where it names another's site."""
    theirs = await practice(await stack.open_clinic())
    await theirs.booked(visit=examination(theirs, theirs.site))
    assert await expected(stack, at, theirs.site, clock) == Expected(visits=0, waiting=0)
