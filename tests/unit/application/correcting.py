"""One small use case, by which the pipeline's promises are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from application.patients.register_patient import RegisterPatient
from application.shared.command import Command, Receipt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from application.shared.execution import Execution

RECORD = UUID(int=7)


class Correct(Command, frozen=True, kw_only=True):
    """Correct a record; stands in the access table where registering a patient does."""

    operation: ClassVar[str] = RegisterPatient.operation

    word: str = "right"


class CorrectUnkeyed(Correct, frozen=True, kw_only=True):
    """As ``Correct``, but its answer is a secret."""

    keyed: ClassVar[bool] = False


class CorrectAnew(Correct, frozen=True, kw_only=True):
    """As ``Correct``, but there was nothing before."""

    conditional: ClassVar[bool] = False


class CorrectSilently(Correct, frozen=True, kw_only=True):
    """As ``Correct``, but no fact tells of it."""

    leaves_fact: ClassVar[bool] = False


@dataclass
class CorrectHandler:
    """Does what a test says, and remembers with what it was called."""

    act: Callable[[], Awaitable[None]] | None = None
    executions: list[Execution] = field(default_factory=list)

    async def __call__(self, command: Correct, execution: Execution) -> Receipt:  # noqa: ARG002 - a handler's form
        """Act, and give the receipt."""
        self.executions.append(execution)
        if self.act is not None:
            await self.act()
        return Receipt(id=RECORD, version=len(self.executions))
