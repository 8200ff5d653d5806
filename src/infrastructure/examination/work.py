"""What follows from commands: the log's watermark, lanes, jobs."""

from collections.abc import AsyncIterator
from typing import Final

from application.shared.clock import Clock
from infrastructure.examination.finding import Finding, broken, ok, warning
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.checkpoints import Checkpoints
from infrastructure.postgres.followers.direct import Direct
from infrastructure.postgres.followers.held import held
from infrastructure.postgres.jobs import JobSweep
from infrastructure.postgres.ledger.waiting import unsealed

LATE: Final = 30.0
"""Seconds."""

MANY: Final = 1_000
"""Entries; a worker seals as many in a fraction of a second."""


async def following(pool: Pool) -> AsyncIterator[Finding]:
    """Look at the log and its followers, in the follower's role."""
    news = await held(pool)
    subject, told = "watermark", _age("held back by an open transaction", news.held_seconds)
    if news.is_unreachable:
        mend = "Stop every process, then 'polyclinic restore --bump-epoch'."
        yield broken(subject, "facts of a logical dump are out of reach of every follower", mend)
    elif news.held_seconds >= LATE:
        mend = (
            "Find the transaction that is open: select pid, usename, datname, xact_start, state from pg_stat_activity "
        )
        yield warning(subject, told, mend + "where backend_xid is not null order by xact_start, as an administrator.")
    else:
        yield ok(subject, told)
    subject, told = "sequencer", _age("without a number", news.waiting_seconds)
    if news.waiting_seconds >= LATE:
        yield warning(subject, told, "See that a worker runs, and what its log says.")
    else:
        yield ok(subject, told)
    lanes = await Checkpoints(pool).parked()
    if lanes:
        mend = "Look at 'polyclinic followers parked'; mend the cause, then 'polyclinic followers resume'."
        yield broken("lanes", f"{len(lanes)} parked", mend)
    else:
        yield ok("lanes", "none is parked")


async def sealing(connection: Direct) -> Finding:
    """Look at what no batch holds yet, in the sealer's role."""
    waiting = await unsealed(connection)
    if waiting >= MANY:
        return warning(
            "ledger", f"{waiting:,} entries are not sealed", "See that a worker runs, and what its log says."
        )
    return ok("ledger", "the audit trail is being sealed")


async def jobs(connection: Direct, clock: Clock) -> Finding:
    """Look at dead jobs, in the sweeper's role."""
    dead = sum(count.jobs for count in await JobSweep(connection).counts(clock.now()) if count.state == "dead")
    if dead:
        return warning(
            "jobs", f"{dead} dead", "Look at 'polyclinic jobs list'; mend the cause, then 'polyclinic jobs requeue'."
        )
    return ok("jobs", "none is dead")


def _age(how: str, seconds: float) -> str:
    return f"the oldest fact is {how} for {seconds:.0f} s" if seconds >= 1 else f"no fact is {how}"
