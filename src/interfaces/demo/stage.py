"""Where a story's commands are carried out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from uuid_utils.compat import uuid7

from application.shared.actor import Actor
from application.shared.command import Command
from application.shared.execution import Call
from application.shared.pipeline import AnyPipeline, CommandPipeline
from application.shared.query import Query
from interfaces.demo.clock import StoryClock

Pipelines = Mapping[type[Command] | type[Query], AnyPipeline]

_BUDGET_SECONDS = 60.0


class Stage:
    """Carries out commands at a moment, each under a key of its own, so that a broken-off story can be taken up."""

    def __init__(self, pipelines: Pipelines, clock: StoryClock, now: datetime) -> None:
        """``now`` is the story's present."""
        self._pipelines = pipelines
        self._clock = clock
        self.now = now

    async def perform(self, command: Command, actor: Actor, key: str, at: datetime) -> dict[str, Any]:
        """Carry out a command and give its receipt. Raises the command's refusals."""
        pipeline = self._pipelines[type(command)]
        assert isinstance(pipeline, CommandPipeline)  # noqa: S101 - a command is carried out by nothing else
        call = Call(
            actor=actor,
            request_id=uuid7(),
            budget=_BUDGET_SECONDS,
            idempotency_key=f"demo-{key}" if command.keyed else None,
        )
        with self._clock.at(at):
            answer = await pipeline(command, call)
        receipt: dict[str, Any] = msgspec.json.decode(answer.body)
        return receipt
