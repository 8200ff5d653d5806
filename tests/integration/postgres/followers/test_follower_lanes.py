import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from bench.proofs.journal import JournalFollower
from bench.proofs.log_checker import verdict
from bench.proofs.log_writers import Writers

from application.shared.followers import FollowedFact
from application.shared.retries import Retries
from domain.shared.aggregate import Fact
from domain.shared.identifiers import ClinicId
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers import checkpoints
from infrastructure.postgres.followers.checkpoints import Checkpoint, CheckpointMoved
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.followers.lane import LaneSession
from infrastructure.postgres.followers.process import FollowerProcess
from infrastructure.postgres.followers.runner import FollowerRunner
from infrastructure.postgres.followers.sequencer import current_place, number
from infrastructure.postgres.provisioning import FOLLOWER
from integration.background import eventually, in_background
from integration.clock import SetClock
from integration.databases import Database
from integration.logged import logged

CODEC = Codec(REGISTRY)
_REACHED = "select max(feed_no) from journal where clinic_id = $1"
_HEAD = "select feed_no from feed_head where clinic_id = $1"
TWICE = Retries(tries=2, first=timedelta(seconds=1), longest=timedelta(seconds=1))


class Poisoned(Exception):
    """What a bad fact raises; its message must not be kept."""


class FollowerWithPoison(JournalFollower):
    """Cannot take one fact, until it is mended."""

    def __init__(self, clinic: UUID, feed_no: int) -> None:
        super().__init__()
        self.poison: tuple[UUID, int] | None = (clinic, feed_no)

    async def apply(self, facts: Sequence[FollowedFact], session: LaneSession) -> None:
        """Write, then fail."""
        await super().apply(facts, session)
        if self.poison in [(fact.clinic, fact.feed_no) for fact in facts]:
            raise Poisoned("Mia Okafor")


class WritesFirst(JournalFollower):
    """Hands over to whoever comes between, after it has read and before it is done."""

    def __init__(self, between: Any) -> None:
        super().__init__()
        self._between = between

    async def apply(self, facts: Sequence[FollowedFact], session: LaneSession) -> None:
        """Write, then wait for the other."""
        await super().apply(facts, session)
        await self._between(session)


@pytest.fixture
async def writers(log: Database, writing: Pool) -> Writers:
    """Give a log of three clinics whose facts have their numbers."""
    writers = Writers(writing, seed=1, clinics=3, streams=3, longest_delay=0.0)
    await writers.write(120, writers=4)
    async with connected(log.url, FOLLOWER) as connection:
        await number(connection, await current_place(connection), 10_000)
    return writers


@pytest.fixture
def clock() -> SetClock:
    """Give a clock that the test sets."""
    return SetClock()


def runner(pool: Pool, clock: SetClock, *followers: Any, batch: int = 10) -> FollowerRunner:
    """Give a runner that parks after the second failure."""
    return FollowerRunner(pool, CODEC, clock, followers, retries=TWICE, batch=batch)


async def test_every_fact_has_one_effect(log: Database, following: Pool, writers: Writers, clock: SetClock) -> None:
    """A follower is given each fact once, in order, clinic by clinic."""
    journal = JournalFollower()
    await runner(following, clock, journal).catch_up(journal)
    async with log.connected("postgres") as superuser:
        found = await verdict(superuser)
    assert found.facts == writers.ledger.acknowledged
    assert found.is_exact


async def test_two_processes_share_the_lanes(log: Database, following: Pool, writing: Pool, clock: SetClock) -> None:
    """Two processes that run the same follower apply nothing twice."""
    writers = Writers(writing, seed=2)
    processes = [FollowerProcess(log.url, following, CODEC, clock, [JournalFollower()]) for _ in range(2)]
    async with in_background(*(process.run for process in processes)), log.connected("postgres") as superuser:
        await writers.write(800, writers=8)

        async def done() -> bool:
            found = await verdict(superuser)
            return not found.unnumbered and not found.missed

        await eventually(done)
        assert (await verdict(superuser)).is_exact


async def test_a_poisoned_lane_parks_and_the_others_go_on(
    log: Database, following: Pool, writers: Writers, clock: SetClock
) -> None:
    """A fact that a follower cannot take stops its own clinic's lane only, right in front of it."""
    sick, *healthy = writers.clinics
    follower = FollowerWithPoison(sick, feed_no=7)
    running = runner(following, clock, follower)
    for _ in range(2):
        await running.catch_up(follower)
        clock.advance(timedelta(seconds=2))
    async with log.connected("postgres") as superuser:
        reached = {clinic: await superuser.fetchval(_REACHED, clinic) for clinic in writers.clinics}
        heads = {clinic: await superuser.fetchval(_HEAD, clinic) for clinic in healthy}
    assert reached == heads | {sick: 6}


async def test_a_parked_lane_can_be_looked_at(following: Pool, writers: Writers, clock: SetClock) -> None:
    """The operator sees which follower stands at which fact of which clinic, and why, without anything personal."""
    sick = ClinicId(writers.clinics[0])
    follower = FollowerWithPoison(sick, feed_no=7)
    running = runner(following, clock, follower)
    for _ in range(2):
        await running.catch_up(follower)
        clock.advance(timedelta(seconds=2))
    [lane] = await running.checkpoints.parked()
    assert (lane.clinic, lane.follower, lane.feed_no) == (sick, "journal", 7)
    assert (lane.fact, lane.attempts, lane.failure) == ("patients.patient.contact-removed", 2, "Poisoned")


async def test_a_parked_lane_is_alarmed(following: Pool, writers: Writers, clock: SetClock) -> None:
    """The log says which lane failed and which is parked, whose it is and before which fact it stands."""
    sick = writers.clinics[0]
    follower = FollowerWithPoison(sick, feed_no=7)
    running = runner(following, clock, follower)
    with logged() as told:
        for _ in range(2):
            await running.catch_up(follower)
            clock.advance(timedelta(seconds=2))
    where = {"polyclinic.follower": "journal", "organization.id": str(sick), "polyclinic.feed_no": 7}
    why = {"error.type": "Poisoned"} | where
    assert told.told("lane_failed") == [{"event.action": "lane_failed", "log.level": "warning"} | why]
    assert told.told("lane_parked") == [{"event.action": "lane_parked", "log.level": "error"} | why]


async def test_a_resumed_lane_goes_on_where_it_stood(
    log: Database, following: Pool, writers: Writers, clock: SetClock
) -> None:
    """Once the cause is mended the operator resumes the lane, and nothing is missing and nothing doubled."""
    sick = ClinicId(writers.clinics[0])
    follower = FollowerWithPoison(sick, feed_no=7)
    running = runner(following, clock, follower)
    for _ in range(2):
        await running.catch_up(follower)
        clock.advance(timedelta(seconds=2))
    follower.poison = None
    assert await running.checkpoints.resume(sick, follower.name)
    await running.catch_up(follower)
    async with log.connected("postgres") as superuser:
        assert (await verdict(superuser)).is_exact


async def test_a_failing_lane_pauses_before_it_is_tried_again(
    following: Pool, writers: Writers, clock: SetClock
) -> None:
    """A lane that failed is left alone until its pause is over."""
    sick = writers.clinics[0]
    follower = FollowerWithPoison(sick, feed_no=7)
    running = runner(following, clock, follower)
    await running.catch_up(follower)
    assert sick not in await running.checkpoints.behind(follower.name, clock.now())
    assert sick in await running.checkpoints.behind(follower.name, clock.advance(timedelta(seconds=1)))


@pytest.mark.usefixtures("writers")
async def test_the_fence_takes_back_who_comes_second(log: Database, following: Pool, clock: SetClock) -> None:
    """When somebody else moved the checkpoint meanwhile, everything the slower one wrote is taken back."""

    async def overtaken(session: LaneSession) -> None:
        async with following.acquire() as connection, connection.transaction():
            await connection.execute("select set_config('polyclinic.clinic', $1, true)", str(session.clinic))
            await checkpoints.move(connection, session.clinic, "journal", Checkpoint(is_kept=False), 1)

    follower = WritesFirst(overtaken)
    await runner(following, clock, follower)._round(follower, asyncio.Event())  # noqa: SLF001 - exactly one look
    async with log.connected("postgres") as superuser:
        assert await superuser.fetchval("select count(*) from journal") == 0


async def test_a_checkpoint_moves_only_from_where_it_was_read(following: Pool, writers: Writers) -> None:
    """The fence itself: a move from any other place changes nothing and says so."""
    clinic = ClinicId(writers.clinics[0])
    async with following.acquire() as connection, connection.transaction():
        await connection.execute("select set_config('polyclinic.clinic', $1, true)", str(clinic))
        await checkpoints.move(connection, clinic, "journal", Checkpoint(is_kept=False), 5)
        with pytest.raises(CheckpointMoved):
            await checkpoints.move(connection, clinic, "journal", Checkpoint(4), 6)


@pytest.mark.usefixtures("writers")
async def test_facts_of_other_kinds_are_passed_over(following: Pool, clock: SetClock) -> None:
    """A follower that takes none of a clinic's facts is still up to date with it."""

    class Indifferent(JournalFollower):
        kinds: frozenset[type[Fact]] = frozenset()

    follower = Indifferent("indifferent")
    running = runner(following, clock, follower)
    await running.catch_up(follower)
    assert (await running.checkpoints.lag(follower.name)).waiting == 0


async def test_an_unknown_fact_stops_its_lane(
    log: Database, following: Pool, writers: Writers, clock: SetClock
) -> None:
    """A fact that only a newer release knows is not skipped: its lane stops before it."""
    sick = writers.clinics[0]
    async with log.connected("postgres") as superuser:
        await superuser.execute(
            "update event e set revision = 99 from feed f where f.clinic_id = e.clinic_id "
            "and f.stream_id = e.stream_id and f.version = e.version and f.clinic_id = $1 and f.feed_no = 4",
            sick,
        )
    follower = JournalFollower()
    running = runner(following, clock, follower)
    for _ in range(2):
        await running.catch_up(follower)
        clock.advance(timedelta(seconds=2))
    [lane] = await running.checkpoints.parked()
    assert (lane.clinic, lane.feed_no, lane.failure) == (sick, 4, "UnknownFact")
