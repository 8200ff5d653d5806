import asyncio
from uuid import uuid4

from bench.proofs.log_writers import Writers
from bench.proofs.naive_follower import NaiveFollower

from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.followers.epoch import begin_epoch
from infrastructure.postgres.followers.sequencer import FenceLost, Sequencer, current_place, number
from infrastructure.postgres.provisioning import FOLLOWER, OWNER
from integration.background import eventually, in_background
from integration.databases import Database

_FEED = "select feed_no, stream_id, version from feed where clinic_id = $1 order by feed_no"
_OUT_OF_ORDER = """
select count(*) from (
  select version, lag(version) over (partition by clinic_id, stream_id order by feed_no) as before from feed) s
 where version <> coalesce(before, 0) + 1
"""


async def facts_and_numbers(log: Database) -> tuple[int, int]:
    """Count the facts in the log and in the feed."""
    async with log.connected("postgres") as superuser:
        row = await superuser.fetchrow("select (select count(*) from event), (select count(*) from feed)")
    assert row is not None
    return row[0], row[1]


async def test_every_fact_gets_a_number_whatever_the_order_of_commits(log: Database, writing: Pool) -> None:
    """Eight writers with random delays and rollbacks: no fact is missed, and none is numbered twice."""
    writers = Writers(writing, seed=1)
    async with in_background(Sequencer(log.url).run):
        await writers.write(1_500, writers=8)

        async def all_numbered() -> bool:
            facts, numbered = await facts_and_numbers(log)
            return facts == numbered

        assert await eventually(all_numbered)
    assert (await facts_and_numbers(log))[0] == writers.ledger.acknowledged


async def test_reading_by_position_alone_misses_facts(log: Database, writing: Pool) -> None:
    """The control: a follower that asks for positions behind its last one misses facts of the same writers."""
    writers = Writers(writing, seed=1)
    naive = NaiveFollower(log.url)
    async with in_background(naive.run):
        await writers.write(1_500, writers=8)
        await asyncio.sleep(0.2)
    assert naive.seen < writers.ledger.acknowledged


async def test_numbers_rise_with_versions(log: Database, writing: Pool) -> None:
    """Within a stream the feed keeps the order in which its facts were decided."""
    writers = Writers(writing, seed=2, clinics=2, streams=3)
    async with in_background(Sequencer(log.url, batch=50).run), log.connected("postgres") as superuser:
        await writers.write(600, writers=8)

        async def all_numbered() -> bool:
            facts, numbered = await facts_and_numbers(log)
            return facts == numbered

        await eventually(all_numbered)
        assert await superuser.fetchval(_OUT_OF_ORDER) == 0


async def test_numbers_are_dense_in_each_clinic(log: Database, writing: Pool) -> None:
    """Each clinic's feed counts 1, 2, 3, whatever the other clinics do."""
    writers = Writers(writing, seed=3, clinics=4, streams=2, longest_delay=0.002)
    await writers.write(300, writers=8)
    async with connected(log.url, FOLLOWER) as connection:
        place = await current_place(connection)
        for limit in (7, 100, 1_000):
            place, _ = await number(connection, place, limit)
        for clinic in writers.clinics:
            numbers = [row["feed_no"] for row in await connection.fetch(_FEED, clinic)]
            assert numbers == list(range(1, len(numbers) + 1))


async def test_an_open_transaction_is_waited_for(log: Database, writing: Pool) -> None:
    """While an older transaction may still write, younger facts wait; nothing is skipped and nothing fails."""
    writers = Writers(writing, seed=4, longest_delay=0.0)
    async with connected(log.url, FOLLOWER) as connection:
        async with clinic_transaction(writing, uuid4()) as older:
            await older.execute("select pg_current_xact_id()")
            await writers.write(5, writers=1)
            assert (await number(connection, await current_place(connection), 100))[1] == 0
        assert (await number(connection, await current_place(connection), 100))[1] >= 5


async def test_the_age_of_a_held_watermark_shows(log: Database, writing: Pool) -> None:
    """Who watches the sequencer sees how long one open transaction has held everybody up, and how much waits."""
    writers = Writers(writing, seed=5, longest_delay=0.0)
    sequencer = Sequencer(log.url)
    async with in_background(sequencer.run), clinic_transaction(writing, uuid4()) as older:
        await older.execute("select pg_current_xact_id()")
        await writers.write(5, writers=1)

        async def held() -> bool:
            health = sequencer.health
            return health.watermark_age > 0.5 and health.waiting >= 5 and health.lag > 0.5

        assert await eventually(held)


async def test_a_second_sequencer_is_stopped_by_the_fence(log: Database, writing: Pool) -> None:
    """Two sequencers that both believe to lead cannot number a fact twice: the second changes nothing."""
    await Writers(writing, seed=6, longest_delay=0.0).write(20, writers=2)
    async with connected(log.url, FOLLOWER) as first, connected(log.url, FOLLOWER) as second:
        place = await current_place(first)
        both = await asyncio.gather(number(first, place, 100), number(second, place, 100), return_exceptions=True)
        assert [type(outcome) for outcome in both].count(FenceLost) == 1
        facts, numbered = await facts_and_numbers(log)
        assert facts == numbered


async def test_another_sequencer_takes_over(log: Database) -> None:
    """When the sequencer that leads is gone, one that stood by goes on from where it was."""
    first, second = Sequencer(log.url), Sequencer(log.url)
    async with in_background(second.run):

        async def leading() -> bool:
            return second.health.leading

        await eventually(leading)
        async with in_background(first.run):
            await asyncio.sleep(0.1)
            assert not first.health.leading
    async with in_background(first.run):

        async def taken_over() -> bool:
            return first.health.leading

        assert await eventually(taken_over)


async def test_a_lost_connection_is_made_anew(log: Database, writing: Pool) -> None:
    """A sequencer whose connection is cut connects again and goes on."""
    writers = Writers(writing, seed=7, longest_delay=0.0)
    async with in_background(Sequencer(log.url).run), log.connected("postgres") as superuser:
        await writers.write(20, writers=1)
        await superuser.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'polyclinic_follower'"
        )
        await writers.write(40, writers=1)

        async def all_numbered() -> bool:
            facts, numbered = await facts_and_numbers(log)
            return facts == numbered

        assert await eventually(all_numbered)


async def test_a_restored_log_is_read_in_a_new_epoch(log: Database, writing: Pool) -> None:
    """After a restore old facts carry transaction ids from the future; a new epoch makes every one of them readable."""
    await Writers(writing, seed=8, longest_delay=0.0).write(50, writers=2)
    async with connected(log.url, FOLLOWER) as connection, log.connected("postgres") as superuser:
        await superuser.execute("update event set xid = (xid::text::bigint + 1000000000)::text::xid8")
        assert (await number(connection, await current_place(connection), 1_000))[1] == 0
        async with log.connected(OWNER) as owner:
            await begin_epoch(owner)
        await Writers(writing, seed=9, longest_delay=0.0).write(10, writers=1)
        facts, _ = await facts_and_numbers(log)
        assert (await number(connection, await current_place(connection), 1_000))[1] == facts
