"""What an operator is there for, brought about by the product's own means."""

from datetime import timedelta
from uuid import UUID, uuid4

from application.shared.job_runner import JobRunner
from application.shared.jobs import Job, JobKind
from application.shared.retries import Retries
from domain.shared.identifiers import ClinicId
from infrastructure.clocks import SystemClock
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.flush import Flush
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.followers.runner import FollowerRunner
from infrastructure.postgres.followers.sequencer import current_place, number
from infrastructure.postgres.jobs import PostgresJobLedger, write_job
from infrastructure.postgres.provisioning import FOLLOWER
from infrastructure.postgres.scheduling.day_board import DayBoardFollower
from integration.databases import Database

ONCE = Retries(tries=1, first=timedelta(seconds=1), longest=timedelta(seconds=1))
_NUMBER = """
select min(f.feed_no) from feed f where f.clinic_id = $1 and f.name = 'scheduling.appointment.booked'
"""
_REVISE = """
update event e set revision = $3 from feed f
 where f.clinic_id = e.clinic_id and f.stream_id = e.stream_id and f.version = e.version
   and f.clinic_id = $1 and f.feed_no = $2
"""
NEWER, KNOWN = 99, 1
"""Revisions of a fact: one that only a release to come can read, and this release's."""


async def numbered(database: Database) -> None:
    """Give every fact its number, as a sequencer does."""
    async with connected(database.url, FOLLOWER) as connection:
        while (await number(connection, await current_place(connection), 1_000))[1]:
            pass


async def followed(pool: Pool) -> None:
    """Bring the day board up to date, as a worker does; the first failure parks a lane."""
    board = DayBoardFollower()
    await FollowerRunner(pool, Codec(REGISTRY), SystemClock(), [board], retries=ONCE).catch_up(board)


async def first_booking(database: Database, clinic: ClinicId) -> int:
    """Give the feed number of a clinic's first booking."""
    async with database.connected("postgres") as superuser:
        found: int = await superuser.fetchval(_NUMBER, clinic)
    return found


async def revised(database: Database, clinic: ClinicId, feed_no: int, revision: int) -> None:
    """Make a fact one of another release."""
    async with database.connected("postgres") as superuser:
        await superuser.execute(_REVISE, clinic, feed_no, revision)


async def dead_job(pool: Pool, clinic: ClinicId, kind: str = "test.remind") -> UUID:
    """Take a job in that fails for the last time."""

    async def fail(_: Job) -> None:
        raise ConnectionResetError("mia@example.org")

    job, flush, clock = uuid4(), Flush(), SystemClock()
    write_job(flush, clinic=clinic, id=job, kind=kind, arguments={"appointment": str(uuid4())}, due_at=clock.now())
    async with clinic_transaction(pool, clinic) as connection:
        await flush.send(connection)
        await connection.execute("COMMIT")
    kinds = [JobKind(name=kind, handler=fail, retries=ONCE)]
    assert await JobRunner(PostgresJobLedger(pool), kinds, clock).run(clinic, job)
    return job
