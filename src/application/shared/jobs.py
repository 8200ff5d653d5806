"""Work to be done outside a command: what a job is, and the ports to where jobs are kept.

A job's row is the truth. Whatever carries the word that it is due may lose it or say it twice: a claim lets one worker
at a time do the work, and a claim that lapses, because its worker died, can be taken again.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID

import msgspec

from application.shared.execution import Execution
from application.shared.retries import WORKING, Retries
from domain.shared.identifiers import ClinicId

LEASE: Final = timedelta(seconds=30)
"""How long a claim holds unless its worker extends it, which it does all the while it works."""


class JobState(StrEnum):
    """What has become of a job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    """A rule said no: an outcome, not a failure."""
    DEAD = "dead"
    """Tried as often as its kind allows; a person may have it tried again."""


class Outcome(StrEnum):
    """How one attempt at a job ended."""

    DONE = "done"
    REFUSED = "refused"
    """A rule said no."""
    FAILED = "failed"
    """It is tried again after a pause."""
    DEAD = "dead"
    """It failed for the last time."""
    LOST = "lost"
    """The claim lapsed and another worker has the job."""


class Attempt(NamedTuple):
    """One attempt at a job, for whoever counts them."""

    kind: str
    outcome: Outcome


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A job as its worker gets it."""

    clinic: ClinicId
    id: UUID
    """Also the idempotency key towards whoever the work is done with."""
    kind: str
    arguments: Mapping[str, Any]
    """Ids and codes; never a personal value."""
    attempt: int
    """Counted from 1. It tells this claim from an earlier one that lapsed."""


JobHandler = Callable[[Job], Awaitable[None]]
"""Does the work of a kind. It may be called again for the same job, and then must have no second effect."""


class JobKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of work."""

    name: str
    """The operation's name, where the work is a command."""
    handler: JobHandler
    retries: Retries = WORKING
    longest: timedelta = timedelta(minutes=5)
    """How long one attempt may take."""
    every: timedelta | None = None
    """For work that each clinic has done regularly: once in each such interval."""


class JobQueue(Protocol):
    """Takes jobs in, together with what else a command writes."""

    async def enqueue(
        self,
        kind: str,
        execution: Execution,
        *,
        arguments: Mapping[str, Any] | None = None,
        due_at: datetime | None = None,
        name: str = "job",
    ) -> UUID:
        """Have a job done at ``due_at``, or soon; it is kept if the running command is, and not otherwise.

        The id derives from the command and ``name``, which tells several jobs of one command apart.
        """
        ...


class JobMeter(Protocol):
    """Counts and times attempts."""

    def finished(self, attempt: Attempt, seconds: float) -> None:
        """Note how an attempt ended and how long it took."""
        ...


class JobLedger(Protocol):
    """Keeps claims and outcomes. Every change after a claim holds only while the claim does."""

    async def claim(self, clinic: ClinicId, id: UUID, now: datetime, until: datetime) -> Job | None:  # noqa: A002 - the field's word
        """Take a job that is due and that nobody works on; ``None`` where there is no such job (any more)."""
        ...

    async def extend(self, job: Job, until: datetime) -> bool:
        """Hold a claim longer; ``False`` where it was lost."""
        ...

    async def settle(self, job: Job, state: JobState, failure: str | None, now: datetime) -> None:
        """Keep how a job ended."""
        ...

    async def postpone(self, job: Job, failure: str, due_at: datetime) -> None:
        """Give a job that failed back, to be tried again."""
        ...

    async def hand_back(self, job: Job) -> None:
        """Give a job back as if it had not been claimed, because its worker stops."""
        ...
