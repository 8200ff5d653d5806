"""The transaction that a running command is in, and everybody who takes part in it."""

from collections.abc import Sequence
from contextvars import ContextVar, Token
from typing import Protocol
from uuid import UUID

from application.shared.execution import Execution
from domain.shared.aggregate import Aggregate, Fact
from infrastructure.postgres.audit_entries import write_entry
from infrastructure.postgres.connection import Connection, begin
from infrastructure.postgres.flush import Flush
from infrastructure.postgres.subject_key import SubjectKey


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


class Session:
    """One open transaction: its connection, its flush, and who takes part."""

    def __init__(self, connection: Connection, execution: Execution) -> None:
        self.connection = connection
        self.execution = execution
        self.flush = Flush()
        self._changed: dict[UUID, tuple[Aggregate, Keeper]] = {}
        self.expected_version = execution.expected_version
        self.streams: list[UUID] = []
        """Streams that facts were added to."""
        self.subjects: set[UUID] = set()
        """Patients whose data was touched."""
        self.born: set[UUID] = set()
        """Aggregates that came into being in this transaction: nothing stored can be theirs yet."""
        self.new_keys: dict[UUID, SubjectKey] = {}
        """Keys made in this transaction; nobody may use them outside before it has committed."""
        self._refused = False

    def changed(self, aggregate: Aggregate, keeper: Keeper) -> None:
        """Have an aggregate written when the transaction is about to be flushed."""
        self._changed[aggregate.id] = (aggregate, keeper)

    def seen(self, id: UUID) -> Aggregate | None:  # noqa: A002 - the field's word
        """Give the aggregate that this transaction changed already: whoever asks again gets the same one."""
        changed = self._changed.get(id)
        return changed[0] if changed is not None else None

    async def lock(self, *keys: int) -> None:
        """Take advisory locks until the end of the transaction, in the order that every command takes them."""
        await self.connection.fetch(
            "select pg_advisory_xact_lock(key) from (select unnest($1::bigint[]) as key order by key) as sorted",
            sorted(keys),
        )

    async def let_go(self) -> None:
        """Give back every lock of a command that was refused and only looks round before it says so.

        Nothing was written yet, and nothing can be from now on.
        """
        if not self._refused:
            self._refused = True
            await self.connection.execute(f"ROLLBACK; {begin(self.execution.clinic)}")

    async def write(self, store: "Appending") -> None:
        """Send everything in one flush."""
        if self._refused:
            message = "a command that was refused writes nothing"
            raise RuntimeError(message)
        facts: list[Fact] = []
        for aggregate, keeper in self._changed.values():
            facts += await keeper.contribute(self, aggregate)
        if facts:
            await store.append(self, facts)
        write_entry(self.flush, self.execution, "done", self.subjects, self.streams)
        await self.flush.send(self.connection)


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
