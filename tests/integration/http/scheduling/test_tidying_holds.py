"""Regular work, from the clinic's clock to the log: holds that nobody used are noted as such."""

from datetime import timedelta

from infrastructure.embedded import EmbeddedValkey
from infrastructure.postgres.followers.sequencer import Sequencer
from infrastructure.saq.process import WorkerProcess
from integration.background import eventually, in_background
from integration.clock import SetClock
from integration.databases import Database
from integration.http.scheduling.practice import Practice, done
from integration.stack import Stack
from interfaces.jobs.kinds import job_kinds


async def test_a_hold_that_nobody_used_is_noted_as_expired(
    at: Practice, stack: Stack, clock: SetClock, database: Database, valkey_server: EmbeddedValkey
) -> None:
    """Some time after a hold ran out, the system notes that it did, without anybody asking."""
    assert stack.pool is not None
    held = await at.desk.http.post("/holds", json={"visit": at.booking()["visit"], "patient": at.patient})
    hold = (await done(held))["id"]
    worker = WorkerProcess(database.url, valkey_server.url, stack.pool, job_kinds(stack.use_cases), clock)

    async def has_expired() -> bool:
        clock.advance(timedelta(seconds=20))
        answer = await at.desk.http.get(f"/holds/{hold}")
        return bool(answer.json()["status"] == "expired")

    async with in_background(Sequencer(database.url).run, worker.run):
        assert await eventually(has_expired)
