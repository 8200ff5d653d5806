"""What follows from a fact is written down once, with the follower's place in the feed, in every storage."""

from datetime import timedelta

import pytest

from application.shared.jobs import LEASE
from application.shared.reactions import ReactionJobs
from infrastructure.postgres.connection import Pool
from integration.clock import SetClock
from integration.contracts.reacting import Reacting
from integration.databases import Database
from integration.http.scheduling.practice import Practice, patient_of, practice
from integration.people import Clinic
from integration.stack import Stack

PORTS = (ReactionJobs,)


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a clinic that can be booked."""
    return await practice(clinic)


@pytest.fixture
async def reacting(stack: Stack, at: Practice, database: Database, follower_pool: Pool) -> Reacting:
    """Give the clinic's reactions, which have seen how it was set up."""
    reacting = Reacting(stack, at.clinic, database, follower_pool)
    await reacting.follow()
    return reacting


async def test_a_fact_has_its_job(at: Practice, reacting: Reacting) -> None:
    """One job for each fact that something follows from, and none for what nobody waits for."""
    await at.act(await at.booked(), "cancel")
    await reacting.follow()
    assert await reacting.due() == []
    await at.waits(await patient_of(at.clinic, "Noah"))
    await at.act(await at.booked(), "cancel")
    await reacting.follow()
    assert len(await reacting.due()) == 1


async def test_a_fact_is_followed_once(at: Practice, reacting: Reacting) -> None:
    """Following again writes nothing again, and a job that was done is not done anew."""
    await at.waits(await patient_of(at.clinic, "Noah"))
    await at.act(await at.booked(), "cancel")
    await reacting.follow()
    jobs = await reacting.due()
    await reacting.follow()
    assert await reacting.due() == jobs
    assert [attempt.outcome for attempt in await reacting.work()] == ["done"]
    assert await reacting.due() == []


async def test_a_follower_that_dies_leaves_nothing(at: Practice, reacting: Reacting) -> None:
    """Of a follower that died before its place was kept there is no job; the next one writes it, once."""
    await at.waits(await patient_of(at.clinic, "Noah"))
    await reacting.follow()
    await at.act(await at.booked(), "cancel")
    await reacting.die_following()
    assert await reacting.due() == []
    await reacting.follow()
    assert len(await reacting.due()) == 1


async def test_a_worker_that_dies_has_its_effect_once(at: Practice, reacting: Reacting, clock: SetClock) -> None:
    """Who was offered the slot keeps it, and nobody else is offered it, though the job is done a second time."""
    ann = await at.waits(await patient_of(at.clinic, "Ann"))
    clock.advance(timedelta(minutes=1))
    ben = await at.waits(await patient_of(at.clinic, "Ben"))
    await at.act(await at.booked(), "cancel")
    await reacting.follow()
    await reacting.die_working()
    clock.advance(LEASE)
    assert [attempt.outcome for attempt in await reacting.work()] == ["done"]
    shown = [(await at.desk.http.get(f"/waitlist/{entry}")).json() for entry in (ann, ben)]
    assert [(entry["status"], entry["version"]) for entry in shown] == [("offered", 2), ("waiting", 1)]
