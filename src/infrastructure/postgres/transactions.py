"""The unit of work of commands."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from uuid import UUID

import asyncpg

from application.shared.execution import Execution
from application.shared.refusals import StillRunning
from application.shared.transactions import Answer, AnswerKey
from infrastructure.postgres.audit_entries import CommandEntries
from infrastructure.postgres.connection import Pool, lent, lock_key
from infrastructure.postgres.errors import translated
from infrastructure.postgres.event_store import EventStore
from infrastructure.postgres.retries.answers import KeptAnswers
from infrastructure.postgres.session import Session, enter, leave


class PostgresTransactions:
    """Opens the transactions of commands."""

    def __init__(
        self,
        pool: Pool,
        store: EventStore,
        answers: KeptAnswers,
        trail: CommandEntries,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._pool = pool
        self._store = store
        self._answers = answers
        self._trail = trail
        self._wake = wake

    @asynccontextmanager
    async def begin(
        self, execution: Execution, key: AnswerKey | None, patience: float
    ) -> AsyncIterator["PostgresTransaction"]:
        """Open a transaction that holds the idempotency key, where there is one."""
        async with lent(self._pool) as connection:
            session = Session(connection, execution, patience)
            if key is not None:
                await _hold(session, key)
            token = enter(session)
            try:
                yield PostgresTransaction(session, self._store, self._answers, self._trail, self._wake)
            finally:
                leave(token)


class PostgresTransaction:
    """An attempt at a command."""

    def __init__(
        self,
        session: Session,
        store: EventStore,
        answers: KeptAnswers,
        trail: CommandEntries,
        wake: Callable[[], None],
    ) -> None:
        self._session = session
        self._store = store
        self._answers = answers
        self._trail = trail
        self._wake = wake

    async def answered(self, key: AnswerKey) -> Answer | None:
        """Give the answer kept under the key. Raises ``KeyReused``, ``Erased``."""
        with translated():
            return await self._answers.find(self._session, key)

    async def commit(
        self,
        answer: Answer | None = None,
        key: AnswerKey | None = None,
        *,
        outcome: str = "done",
        about: Iterable[UUID] = (),
    ) -> None:
        """Flush and commit, then wake whoever follows the log."""
        self._session.subjects.update(about)
        with translated():
            keep = None
            if answer is not None and key is not None:
                keep = partial(self._answers.keep, self._session, key, answer)
            await self._session.write(self._store, self._trail, outcome, last=keep)
            await self._session.commit()
        self._wake()

    async def rehearse(self) -> None:
        """Flush, so that every constraint speaks; leaving the transaction takes it back."""
        with translated():
            await self._session.write(self._store, self._trail)


async def _hold(session: Session, key: AnswerKey) -> None:
    execution = session.execution
    try:
        await session.lock(lock_key("answer", execution.clinic, execution.actor.id, execution.operation, key.key))
    except asyncpg.LockNotAvailableError as waiting:
        raise StillRunning from waiting
