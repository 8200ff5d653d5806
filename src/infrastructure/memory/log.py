"""The log of facts in this process's memory, and the transactions over it.

For unit tests, experiments and single-process trials. The same refusals as PostgreSQL's: a transaction keeps its
writes to itself, its commit happens in one step (no ``await`` inside), and whoever lost a race is told so.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from hashlib import sha256
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import msgspec

from application.shared.asked_for import AskedFor
from application.shared.execution import Execution
from application.shared.refusals import Contended, Erased, KeyReused, StillRunning
from application.shared.transactions import Answer, AnswerKey, LostRace
from domain.shared.aggregate import Aggregate, Fact
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.memory.thing_lock import ThingLock

AnswerPlace = tuple[UUID, UUID, str, str]


class AuditEntry(NamedTuple):
    """Who did what, and how it ended."""

    execution: Execution
    outcome: str
    streams: tuple[UUID, ...]
    subjects: frozenset[UUID]


class KeptAnswer(NamedTuple):
    """An answer for a retry; none where whom it was about has been erased."""

    digest: bytes
    answer: Answer | None
    subjects: frozenset[UUID]


class Keeper(Protocol):
    """Stores aggregates of one kind."""

    def contribute(self, session: "MemorySession", aggregate: Any) -> tuple[Fact, ...]:
        """Add what follows an aggregate to the session, and give its new facts."""
        ...


class MemoryLog:
    """Everything that is kept, of all clinics."""

    def __init__(self) -> None:
        self.streams: defaultdict[tuple[UUID, UUID], list[Fact]] = defaultdict(list)
        self.facts: defaultdict[UUID, list[Fact]] = defaultdict(list)
        """Each clinic's facts in the order of their feed numbers, which begin with 1."""
        self.origins: dict[tuple[UUID, UUID, int], Execution] = {}
        """Which command recorded a fact, by clinic, stream and version."""
        self.entries: list[AuditEntry] = []
        self.answers: dict[AnswerPlace, KeptAnswer] = {}
        self._erased: set[tuple[UUID, UUID]] = set()
        self.locks: defaultdict[object, ThingLock] = defaultdict(ThingLock)

    async def note(self, execution: Execution, outcome: str, asked: AskedFor) -> None:
        """Keep the entry of what changed nothing."""
        self.entries.append(AuditEntry(execution, outcome, asked.streams, frozenset(asked.subjects)))

    def history(self, clinic: UUID, stream: UUID) -> list[Fact]:
        """Give a stream's facts; none where there is no such stream. Raises ``Erased``."""
        if self.is_erased(clinic, stream):
            raise Erased
        return self.streams.get((clinic, stream), [])

    def is_erased(self, clinic: UUID, stream: UUID) -> bool:
        """Tell whether what a stream was about was erased."""
        return (clinic, stream) in self._erased

    def demand_known(self, clinic: UUID, patient: UUID | None) -> None:
        """Raise ``Erased`` where a patient was erased, for what holds nothing personal itself."""
        if patient is not None and self.is_erased(clinic, patient):
            raise Erased

    def known(self, clinic: UUID) -> list[list[Fact]]:
        """Give the streams of a clinic, in the order of their ids, without those of whoever was erased."""
        return [
            facts
            for place, facts in sorted(self.streams.items())
            if place[0] == clinic and facts and place not in self._erased
        ]

    def forget(self, clinic: UUID, subjects: frozenset[UUID]) -> None:
        """Take out of every fact, and out of every kept answer, what is personal about somebody."""
        shut: dict[int, Fact] = {}
        for place, facts in self.streams.items():
            for number, fact in enumerate(facts):
                kind = REGISTRY.of(fact)
                if place[0] == clinic and kind.subject(fact, clinic) in subjects:
                    nothing = dict.fromkeys(kind.sealed_part.__struct_fields__)
                    facts[number] = shut[id(fact)] = msgspec.structs.replace(fact, **nothing)
                    self._erased.add(place)
        self.facts[clinic] = [shut.get(id(fact), fact) for fact in self.facts[clinic]]
        for where, kept in self.answers.items():
            if where[0] == clinic and not subjects.isdisjoint(kept.subjects):
                self.answers[where] = KeptAnswer(b"", None, kept.subjects)


class MemorySession:
    """One open transaction."""

    def __init__(self, log: MemoryLog, execution: Execution, patience: float) -> None:
        """Wait for each lock up to ``patience`` seconds."""
        self.log = log
        self.execution = execution
        self._patience = patience
        self.expected_version = execution.expected_version
        self.subjects: set[UUID] = set()
        """Patients whose data was touched, and whom else the command concerned."""
        self._changed: dict[UUID, tuple[Aggregate, Keeper]] = {}
        self._steps: list[tuple[Callable[[], None], Callable[[], None]]] = []
        self._held: dict[object, ThingLock] = {}

    async def hold(self, thing: object, *, beside: bool = False) -> None:
        """Wait for a lock of the log and keep it until the transaction ends; one that is held already is kept.

        Raises ``Contended`` where the wait is over.
        """
        if thing not in self._held:
            lock = self.log.locks[thing]
            try:
                async with asyncio.timeout(self._patience):
                    await lock.acquire(beside=beside)
            except TimeoutError as waiting:
                raise Contended from waiting
            self._held[thing] = lock

    def let_go(self) -> None:
        """Give back every lock that was held."""
        for lock in self._held.values():
            lock.release()

    def changed(self, aggregate: Aggregate, keeper: Keeper) -> None:
        """Have an aggregate stored when the transaction commits."""
        self._changed[aggregate.id] = (aggregate, keeper)

    def seen(self, id: UUID) -> Aggregate | None:  # noqa: A002 - the field's word
        """Give the aggregate that this transaction changed already."""
        changed = self._changed.get(id)
        return changed[0] if changed is not None else None

    def on_commit(self, check: Callable[[], None], apply: Callable[[], None]) -> None:
        """Have a constraint checked (it raises ``LostRace``) and, when all of them hold, a change made."""
        self._steps.append((check, apply))

    def write(self, outcome: str = "done") -> Callable[[], None]:
        """Check every constraint and give the step that makes every change. Raises ``LostRace``."""
        facts: list[Fact] = []
        for aggregate, keeper in self._changed.values():
            facts += keeper.contribute(self, aggregate)
        clinic = self.execution.clinic
        lengths = {fact.originator_id: len(self.log.streams[clinic, fact.originator_id]) for fact in facts}
        for fact in facts:
            if fact.originator_version != lengths[fact.originator_id] + 1:
                raise LostRace(fact.originator_id)
            lengths[fact.originator_id] += 1
        for check, _ in self._steps:
            check()

        def apply() -> None:
            for fact in facts:
                self.log.streams[clinic, fact.originator_id].append(fact)
                self.log.facts[clinic].append(fact)
                self.log.origins[clinic, fact.originator_id, fact.originator_version] = self.execution
            for _, change in self._steps:
                change()
            streams = tuple(dict.fromkeys(fact.originator_id for fact in facts))
            self.log.entries.append(AuditEntry(self.execution, outcome, streams, frozenset(self.subjects)))

        return apply


_CURRENT: ContextVar[MemorySession] = ContextVar("memory_session")


def current() -> MemorySession:
    """Give the transaction that the running use case is in. Raises ``LookupError`` outside of one."""
    return _CURRENT.get()


class MemoryTransactions:
    """Opens transactions."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    @asynccontextmanager
    async def begin(
        self, execution: Execution, key: AnswerKey | None, patience: float
    ) -> AsyncIterator["MemoryTransaction"]:
        """Open a transaction that holds the idempotency key, where there is one."""
        session = MemorySession(self._log, execution, patience)
        token = _CURRENT.set(session)
        try:
            if key is not None:
                await _hold(session, key)
            yield MemoryTransaction(session)
        finally:
            _CURRENT.reset(token)
            session.let_go()


class MemoryTransaction:
    """An attempt at a command."""

    def __init__(self, session: MemorySession) -> None:
        self._session = session

    async def answered(self, key: AnswerKey) -> Answer | None:
        """Give the answer kept under the key. Raises ``KeyReused``, ``Erased``."""
        kept = self._session.log.answers.get(_place(self._session.execution, key))
        if kept is None:
            return None
        if kept.answer is None:
            raise Erased
        if kept.digest != sha256(key.body).digest():
            raise KeyReused
        return kept.answer

    async def commit(
        self,
        answer: Answer | None = None,
        key: AnswerKey | None = None,
        *,
        outcome: str = "done",
        about: Iterable[UUID] = (),
    ) -> None:
        """Check everything, then change everything, in one step."""
        self._session.subjects.update(about)
        self._session.write(outcome)()
        if answer is not None and key is not None:
            place = _place(self._session.execution, key)
            kept = KeptAnswer(sha256(key.body).digest(), answer, frozenset(self._session.subjects))
            self._session.log.answers[place] = kept

    async def rehearse(self) -> None:
        """Check everything and change nothing."""
        self._session.write()


async def _hold(session: MemorySession, key: AnswerKey) -> None:
    try:
        await session.hold(_place(session.execution, key))
    except Contended as waiting:
        raise StillRunning from waiting


def _place(execution: Execution, key: AnswerKey) -> AnswerPlace:
    return (execution.clinic, execution.actor.id, execution.operation, key.key)
