"""The port of the unit of work: all of a command's writes, or none."""

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

import msgspec

from application.shared.execution import Execution


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A command's success, as it is given and, under an idempotency key, kept: byte for byte."""

    body: bytes
    """The receipt as JSON."""
    version: int
    consistency_token: str | None
    """``None`` where no fact was recorded that anybody could be shown."""


class AnswerKey(msgspec.Struct, frozen=True, kw_only=True):
    """Under what an answer is kept: within the clinic, by actor, operation and the caller's key."""

    key: str
    body: bytes
    """The whole command as JSON; compared by a keyed digest, never stored."""


class Transaction(Protocol):
    """An attempt at a command. Repositories used while it is open take part in it."""

    async def answered(self, key: AnswerKey) -> Answer | None:
        """Give the answer kept under the key. Raises ``KeyReused`` where it belongs to another body."""
        ...

    async def commit(
        self,
        answer: Answer | None = None,
        key: AnswerKey | None = None,
        *,
        outcome: str = "done",
        about: Iterable[UUID] = (),
    ) -> None:
        """Write everything in one flush and commit; an answer is kept where it has a key.

        ``outcome`` is what the audit trail says of it: a refusal's code where the caller is refused all the same.
        ``about`` are those whom it concerned beside the patients whose data was touched.
        Raises ``LostRace`` where another command came first.
        """
        ...

    async def rehearse(self) -> None:
        """Write everything, so that every constraint speaks, and take it back."""
        ...


class Transactions(Protocol):
    """Opens transactions."""

    def begin(
        self, execution: Execution, key: AnswerKey | None, patience: float
    ) -> AbstractAsyncContextManager[Transaction]:
        """Open a transaction in the execution's clinic; leaving it without ``commit`` takes everything back.

        Waits up to ``patience`` seconds for another command with the same key, then raises ``StillRunning``.
        """
        ...


class LostRace(Exception):
    """Another transaction changed what this one read; the same attempt may win next time."""
