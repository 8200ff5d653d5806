"""A reaction wants one job for each fact that it hears, however often it is told of it."""

from typing import Any
from uuid import UUID, uuid4

import msgspec

from application.providers.publishes import PUBLISHES
from application.scheduling.appointments.when_provider_standing_changes_reassess_appointments import (
    WHEN_PROVIDER_STANDING_CHANGES_REASSESS_APPOINTMENTS as REACTION,
)
from application.shared.followers import FollowedFact
from domain.providers.provider import Provider
from domain.shared.aggregate import Fact
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.flush import Flush
from infrastructure.postgres.followers.lane import LaneSession
from infrastructure.postgres.followers.reacting import ReactingFollower
from infrastructure.postgres.followers.reaction_jobs import PostgresReactionJobs
from integration.clock import TUESDAY_NINE, SetClock
from integration.examples import RECORDED_AT

NOOR = UUID(int=21)
_JOBS = "select kind, arguments, due_at from job where clinic_id = $1 order by due_at"

reinstated = Provider.Reinstated(originator_id=NOOR, originator_version=3, timestamp=RECORDED_AT)
withdrawn = Provider.VisitTypeWithdrawn(
    originator_id=NOOR, originator_version=4, timestamp=RECORDED_AT, code="first-visit-video"
)


def told(clinic: ClinicId, feed_no: int, fact: Fact) -> FollowedFact:
    """Give a fact as a follower gets it."""
    return FollowedFact(clinic=clinic, feed_no=feed_no, fact=fact, command_id=uuid4(), correlation_id=uuid4())


async def follow(pool: Pool, clinic: ClinicId, *facts: FollowedFact) -> list[tuple[str, dict[str, Any]]]:
    """Take facts in a step of their own, and give the jobs that there are then."""
    async with clinic_transaction(pool, clinic) as connection:
        session = LaneSession(clinic, connection, Flush())
        await ReactingFollower(REACTION, PUBLISHES, PostgresReactionJobs(SetClock())).apply(facts, session)
        await session.flush.send(connection)
        jobs = await connection.fetch(_JOBS, clinic)
        await connection.execute("COMMIT")
    assert all(job["due_at"] == TUESDAY_NINE for job in jobs)
    return [(job["kind"], msgspec.json.decode(job["arguments"])) for job in jobs]


async def test_a_fact_has_one_job(follower_pool: Pool) -> None:
    """Told twice of a fact, under another number too, it wants the job once; of another fact, one more."""
    clinic = ClinicId(uuid4())
    job = ("scheduling.reassess-appointments", {"provider": str(NOOR)})
    assert await follow(follower_pool, clinic, told(clinic, 3, reinstated)) == [job]
    assert await follow(follower_pool, clinic, told(clinic, 30, reinstated)) == [job]
    again = msgspec.structs.replace(reinstated, originator_version=5)
    assert await follow(follower_pool, clinic, told(clinic, 5, again)) == [job, job]


async def test_what_it_does_not_hear_has_none(follower_pool: Pool) -> None:
    """A fact of the same context that is none of its business has no job."""
    clinic = ClinicId(uuid4())
    assert await follow(follower_pool, clinic, told(clinic, 4, withdrawn)) == []
