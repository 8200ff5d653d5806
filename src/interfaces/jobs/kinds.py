"""Every kind of job, and the command that does it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from application.processes.schedule import EVERY
from application.scheduling.appointments.reassess_appointments import ReassessAppointments, ReassessReceipt
from application.scheduling.slots.tidy_expired_holds import TidyExpiredHolds
from application.scheduling.waitlist.fulfil_wait import FulfilWait
from application.scheduling.waitlist.offer_freed_time import FreedTimeReceipt, OfferFreedTime
from application.scheduling.waitlist.tidy_waitlist import TidyWaitlist
from application.shared.command import Command
from application.shared.execution import Call
from application.shared.jobs import Job, JobHandler, JobKind
from application.shared.pipeline import AnyPipeline, CommandPipeline
from application.shared.query import Query
from application.shared.system import system

Pipelines = Mapping[type[Command] | type[Query], AnyPipeline]


def job_kinds(pipelines: Pipelines) -> tuple[JobKind, ...]:
    """Give every kind of job that this release can do."""
    handlers = {
        TidyExpiredHolds.operation: until_nothing_is_left(pipelines, TidyExpiredHolds()),
        TidyWaitlist.operation: until_nothing_is_left(pipelines, TidyWaitlist()),
        OfferFreedTime.operation: down_the_line(pipelines),
        FulfilWait.operation: as_it_says(pipelines, FulfilWait),
        ReassessAppointments.operation: page_by_page(pipelines),
    }
    return tuple(JobKind(name=name, handler=handler, every=EVERY.get(name)) for name, handler in handlers.items())


def until_nothing_is_left(pipelines: Pipelines, command: Command) -> JobHandler:
    """Make a handler that carries a command out, as the system, until its receipt says that there is no more to do."""
    carry_out = _carried_out(pipelines, type(command))

    async def handle(job: Job) -> None:
        more = True
        while more:
            answer = await carry_out(command, Call(actor=system(job.clinic), request_id=job.id))
            more = msgspec.json.decode(answer.body)["more"]

    return handle


def page_by_page(pipelines: Pipelines) -> JobHandler:
    """Make a handler that has visits reassessed, as the job's arguments say whose, one page after the other."""
    carry_out = _carried_out(pipelines, ReassessAppointments)

    async def handle(job: Job) -> None:
        command = msgspec.convert(job.arguments, ReassessAppointments)
        going_on = True
        while going_on:
            answer = await carry_out(command, Call(actor=system(job.clinic), request_id=job.id))
            receipt = msgspec.json.decode(answer.body, type=ReassessReceipt)
            command = msgspec.structs.replace(command, after=receipt.after)
            going_on = receipt.after is not None

    return handle


def as_it_says(pipelines: Pipelines, kind: type[Command]) -> JobHandler:
    """Make a handler that carries out the command that a job's arguments are."""
    carry_out = _carried_out(pipelines, kind)

    async def handle(job: Job) -> None:
        await carry_out(msgspec.convert(job.arguments, kind), Call(actor=system(job.clinic), request_id=job.id))

    return handle


def down_the_line(pipelines: Pipelines) -> JobHandler:
    """Make a handler that offers freed time to one in line after another, until there is nobody left to try.

    Each is tried in a transaction of their own. A job that is done again finds what it offered taken, and goes on.
    """
    carry_out = _carried_out(pipelines, OfferFreedTime)

    async def handle(job: Job) -> None:
        command = msgspec.convert(job.arguments, OfferFreedTime)
        going_on = True
        while going_on:
            answer = await carry_out(command, Call(actor=system(job.clinic), request_id=job.id))
            receipt = msgspec.json.decode(answer.body, type=FreedTimeReceipt)
            tried = () if receipt.tried is None else (receipt.tried,)
            command = msgspec.structs.replace(command, passing_over=(*command.passing_over, *tried))
            going_on = bool(tried)

    return handle


def _carried_out(pipelines: Pipelines, command: type[Command]) -> CommandPipeline[Any]:
    pipeline = pipelines[command]
    assert isinstance(pipeline, CommandPipeline)  # noqa: S101 - a command is carried out by nothing else
    return pipeline
