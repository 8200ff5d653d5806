"""Every kind of job, and the command that does it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import msgspec

from application.scheduling.tidy_expired_holds import TidyExpiredHolds
from application.shared.command import Command
from application.shared.execution import Call
from application.shared.jobs import Job, JobHandler, JobKind
from application.shared.pipeline import AnyPipeline, CommandPipeline
from application.shared.query import Query
from application.shared.system import system

Pipelines = Mapping[type[Command] | type[Query], AnyPipeline]

TIDYING: Final = timedelta(minutes=1)
"""How soon a hold that is over is noted as such; its slot is free the moment it is over."""


def job_kinds(pipelines: Pipelines) -> tuple[JobKind, ...]:
    """Give every kind of job that this release can do."""
    return (
        JobKind(
            name=TidyExpiredHolds.operation,
            handler=until_nothing_is_left(pipelines, TidyExpiredHolds()),
            every=TIDYING,
        ),
    )


def until_nothing_is_left(pipelines: Pipelines, command: Command) -> JobHandler:
    """Make a handler that carries a command out, as the system, until its receipt says that there is no more to do."""
    pipeline = pipelines[type(command)]
    assert isinstance(pipeline, CommandPipeline)  # noqa: S101 - a command is carried out by nothing else
    carry_out: CommandPipeline[Any] = pipeline

    async def handle(job: Job) -> None:
        more = True
        while more:
            answer = await carry_out(command, Call(actor=system(job.clinic), request_id=job.id))
            more = msgspec.json.decode(answer.body)["more"]

    return handle
