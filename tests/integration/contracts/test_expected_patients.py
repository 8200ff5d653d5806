"""Who is still expected at a site: what every storage promises whoever closes one."""

import asyncio
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import httpx
import msgspec
import pytest

from application.identity.clinics.close_site import CloseSite, CloseSiteHandler
from application.identity.clinics.ports import ExpectedPatients
from application.scheduling.appointments.book_appointment import BookAppointment, BookAppointmentHandler
from application.scheduling.ports import Appointments
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
SOON = 0.1
"""Seconds within which somebody who need not wait is answered."""


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
    patients = cast("ExpectedPatients", stack.container.identity.clinics.expected_patients())
    async with attempt(stack, looking := execution(stack, at.clinic.owner)):
        return await patients.at(SiteId(UUID(site)), now.now(), looking)


def appointments_of(stack: Stack) -> Appointments:
    """Give the storage's appointments."""
    return cast("Appointments", stack.container.scheduling.ports.appointments())


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


async def test_a_closing_waits_for_a_booking(stack: Stack, at: Practice) -> None:
    """A booking that has found the site open is waited for: the closing counts its visit, and is refused."""
    booking = BookAppointmentHandler(stack.container.scheduling.ports.reception(), appointments_of(stack))
    wanted = msgspec.convert(at.booking(visit=examination(at, at.site)), BookAppointment)
    async with attempt(stack, deciding := execution(stack, at.desk)) as transaction:
        await booking(wanted, deciding)
        closing = asyncio.create_task(close(at, at.site))
        assert not (await asyncio.wait([closing], timeout=SOON))[0]
        await transaction.commit()
    refused = await closing
    assert (refused.status_code, refused.json()["code"]) == (409, "identity.site-expects-patients")


async def test_a_booking_waits_for_a_closing(stack: Stack, at: Practice) -> None:
    """A closing that has found nobody expected is waited for: nobody is booked at the site any more."""
    identity = stack.container.identity
    closing = CloseSiteHandler(
        identity.ports.clinics(), identity.clinics.expected_patients(), stack.container.shared.locks()
    )
    async with attempt(stack, deciding := execution(stack, at.clinic.owner)) as transaction:
        await closing(CloseSite(site=SiteId(UUID(at.site))), deciding)
        booking = asyncio.create_task(at.book(visit=examination(at, at.site)))
        assert not (await asyncio.wait([booking], timeout=SOON))[0]
        await transaction.commit()
    refused = await booking
    assert (refused.status_code, refused.json()["code"]) == (404, "request.not-found")


async def test_another_clinics_patients_are_not_there(stack: Stack, at: Practice, clock: SetClock) -> None:
    """A clinic counts its own patients only, also where it names another's site."""
    theirs = await practice(await stack.open_clinic())
    await theirs.booked(visit=examination(theirs, theirs.site))
    assert await expected(stack, at, theirs.site, clock) == Expected(visits=0, waiting=0)
