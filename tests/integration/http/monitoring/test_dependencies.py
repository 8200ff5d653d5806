import pytest
from redis.asyncio import Redis

from application.shared.refusals import Unavailable
from infrastructure.embedded import EmbeddedValkey
from infrastructure.observability.readiness import DatabaseReady, RedisReady
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.checkpoints import Checkpoints
from infrastructure.postgres.followers.readiness import FollowerReady, SequencerReady
from infrastructure.postgres.followers.sequencer import Sequencer
from infrastructure.postgres.provisioning import APP
from integration.databases import Database
from integration.stack import Stack
from interfaces.http.monitoring import readiness


async def test_the_database_tells_its_connections(app_pool: Pool) -> None:
    """Whoever looks learns how many connections are open, and how many of them wait for work."""
    told = await DatabaseReady(app_pool).look()
    assert int(told["connections"]) >= int(told["idle"]) >= 0


async def test_a_follower_tells_how_far_behind_it_is(follower_pool: Pool, stack: Stack) -> None:
    """The facts that wait for it in all clinics, and how many of its lanes wait for a person."""
    clinic = await stack.open_clinic()
    async with follower_pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT set_config('polyclinic.clinic', $1, true)", str(clinic.id))
        await connection.execute(
            "INSERT INTO feed_head (clinic_id, feed_no) VALUES ($1, 40)"
            " ON CONFLICT (clinic_id) DO UPDATE SET feed_no = 40",
            clinic.id,
        )
        await connection.execute(
            "INSERT INTO checkpoint (clinic_id, follower, feed_no, state) VALUES ($1, 'board', 33, 'parked')", clinic.id
        )
    told = await FollowerReady(Checkpoints(follower_pool), "board").look()
    assert told == {"waiting": 7, "parked": 1}


async def test_a_sequencer_without_a_connection_is_down() -> None:
    """Whoever does not reach the log knows nothing of it, and says so."""
    sequencer = SequencerReady(Sequencer("postgresql://nowhere.invalid/polyclinic"))
    with pytest.raises(Unavailable):
        await sequencer.look()
    assert (await readiness([sequencer])).state == "degraded"


async def test_a_database_that_is_gone_is_down(own_postgres: Database) -> None:
    """A server that was stopped makes the process not ready, within the deadline."""
    async with own_postgres.pool(APP) as pool:
        check = DatabaseReady(pool)
        assert (await readiness([check])).state == "ready"
        own_postgres.server.stop()
        with pytest.raises(Unavailable):
            await check.look()
        assert (await readiness([check])).state == "not ready"


async def test_redis_may_be_gone(own_valkey: EmbeddedValkey) -> None:
    """Without Redis the process serves, and says what it lacks."""
    async with Redis.from_url(own_valkey.url, socket_connect_timeout=1, socket_timeout=1) as redis:
        assert (await readiness([RedisReady(redis)])).state == "ready"
        own_valkey.stop()
        assert (await readiness([RedisReady(redis)])).state == "degraded"
