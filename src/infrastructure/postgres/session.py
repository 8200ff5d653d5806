"""The transaction that a running command is in, and everybody who takes part in it."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextvars import ContextVar, Token
from typing import Any, Final, Protocol
from uuid import UUID

from application.shared.execution import Execution
from domain.shared.aggregate import Aggregate, Fact
from infrastructure.postgres.connection import Connection, Row, begin, lock
from infrastructure.postgres.flush import Flush
from infrastructure.postgres.subject_key import SubjectKey

_PLANNED_ALIKE: Final = ", set_config('plan_cache_mode', 'force_generic_plan', true)"
"""A command's statements are planned once, for whichever clinic comes. ADR 23."""


class Keeper(Protocol):
    """Writes aggregates of one kind."""

    async def contribute(self, session: "Session", aggregate: Aggregate) -> tuple[Fact, ...]:
        """Add the rows that follow an aggregate to the session's flush, and give its new facts."""
        ...


class Appending(Protocol):
    """The event store, as a session needs it."""

    async def append(self, session: "Session", facts: Sequence[Fact]) -> None:
        """Add facts to the session's flush."""
        ...


class Noting(Protocol):
    """The audit trail, as a session needs it."""

    async def contribute(self, session: "Session", outcome: str) -> None:
        """Add the command's entry to the session's flush."""
        ...


class Session:
    """One transaction: its connection, its flush, and who takes part.

    It is opened by whoever reads or locks first, and a lock rides along: a round trip less for most commands.
    """

    def __init__(self, connection: Connection, execution: Execution, patience: float) -> None:
        """Wait for each lock up to ``patience`` seconds."""
        self.execution = execution
        self._connection = connection
        self._opening: str | None = begin(execution.clinic, patience) + _PLANNED_ALIKE
        self.flush = Flush()
        self._changed: dict[UUID, tuple[Aggregate, Keeper]] = {}
        self.expected_version = execution.expected_version
        self.streams: list[UUID] = []
        """Streams that facts were added to."""
        self.subjects: set[UUID] = set()
        """Patients whose data was touched, and whom else the command concerned."""
        self.born: set[UUID] = set()
        """Aggregates that came into being in this transaction: nothing stored can be theirs yet."""
        self.new_keys: dict[UUID, SubjectKey] = {}
        """Keys made in this transaction; nobody may use them outside before it has committed."""
        self._refused = False

    @classmethod
    def within(cls, connection: Connection, execution: Execution) -> "Session":
        """Give a session of a transaction that is open already; whoever opened it ends it."""
        session = cls(connection, execution, 0)
        session._opening = None
        return session

    def changed(self, aggregate: Aggregate, keeper: Keeper) -> None:
        """Have an aggregate written when the transaction is about to be flushed."""
        self._changed[aggregate.id] = (aggregate, keeper)

    def seen(self, id: UUID) -> Aggregate | None:  # noqa: A002 - the field's word
        """Give the aggregate that this transaction changed already: whoever asks again gets the same one."""
        changed = self._changed.get(id)
        return changed[0] if changed is not None else None

    async def fetch(self, sql: str, *arguments: Any) -> list[Row]:
        """Give the rows of a query."""
        await self._open()
        return await self._connection.fetch(sql, *arguments)

    async def fetchrow(self, sql: str, *arguments: Any) -> Row | None:
        """Give the first row of a query."""
        await self._open()
        return await self._connection.fetchrow(sql, *arguments)

    async def fetchval(self, sql: str, *arguments: Any) -> Any:
        """Give the first value of a query's first row."""
        await self._open()
        return await self._connection.fetchval(sql, *arguments)

    async def lock(self, *keys: int, beside: Collection[int] = ()) -> None:
        """Take advisory locks until the end of the transaction, in the order that every command takes them.

        Those of ``beside`` are shared with others who take them so.
        """
        await self._open(*(lock(key, beside=key not in keys) for key in sorted({*keys, *beside})))

    async def let_go(self) -> None:
        """Give back every lock of a command that was refused and only looks round before it says so.

        Nothing was written yet, and nothing can be from now on: the transaction is over.
        """
        if not self._refused:
            self._refused = True
            self._opening = None
            await self._connection.execute("ROLLBACK")

    async def write(
        self,
        store: "Appending",
        trail: "Noting",
        outcome: str = "done",
        *,
        last: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Send everything in one flush, with what the audit trail says of it.

        ``last`` adds what depends on whom the command turned out to be about.
        """
        if self._refused:
            message = "a command that was refused writes nothing"
            raise RuntimeError(message)
        facts: list[Fact] = []
        for aggregate, keeper in self._changed.values():
            facts += await keeper.contribute(self, aggregate)
        if facts:
            await store.append(self, facts)
        if last is not None:
            await last()
        await trail.contribute(self, outcome)
        await self._open()
        await self.flush.send(self._connection)

    async def commit(self) -> None:
        """End the transaction, and keep what was written."""
        await self._connection.execute("COMMIT")

    async def _open(self, *then: str) -> None:
        opening = () if self._opening is None else (self._opening,)
        self._opening = None
        if opening or then:
            await self._connection.execute("; ".join((*opening, *then)))


_CURRENT: ContextVar[Session] = ContextVar("session")


def current() -> Session:
    """Give the transaction that the running use case is in. Raises ``LookupError`` outside of one."""
    return _CURRENT.get()


def enter(session: Session) -> Token[Session]:
    """Make a session the current one of the running task."""
    return _CURRENT.set(session)


def leave(token: Token[Session]) -> None:
    """Undo ``enter``."""
    _CURRENT.reset(token)
