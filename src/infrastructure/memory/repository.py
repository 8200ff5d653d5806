"""Event-sourced aggregates in memory."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from application.shared.execution import Execution
from application.shared.refusals import Erased, NotFound
from domain.shared.aggregate import Aggregate, Fact, fold
from infrastructure.facts.expectation import meet_expectation
from infrastructure.facts.ownership import belongs, nobody
from infrastructure.memory.log import MemoryLog, MemorySession, current

A = TypeVar("A", bound=Aggregate)


class MemoryRepository(Generic[A]):
    """Loads aggregates of one kind from the log, and stores what changed of them when the session commits."""

    def __init__(
        self,
        aggregate: type[A],
        log: MemoryLog,
        *,
        patient: Callable[[A], UUID | None] = nobody,
        provider: Callable[[A], UUID | None] = nobody,
        follow: Callable[[MemorySession, A], None] | None = None,
    ) -> None:
        """``follow`` adds to the session what must change together with an aggregate."""
        self._aggregate = aggregate
        self._log = log
        self._patient = patient
        self._provider = provider
        self._follow = follow

    async def add(self, aggregate: A, execution: Execution) -> None:
        """Take a new aggregate in."""
        self._demand_reach(aggregate, execution)
        session = current()
        meet_expectation(session, 0)
        session.changed(aggregate, self)

    @asynccontextmanager
    async def change(self, id: UUID, execution: Execution) -> AsyncIterator[A]:  # noqa: A002 - the field's word
        """Load an aggregate to change it."""
        session = current()
        aggregate = session.seen(id) or self.find(id, execution)
        if not isinstance(aggregate, self._aggregate):
            raise NotFound(id=id)
        meet_expectation(session, aggregate.version)
        yield aggregate
        session.changed(aggregate, self)

    @asynccontextmanager
    async def change_all(self, ids: Sequence[UUID], execution: Execution) -> AsyncIterator[tuple[A, ...]]:
        """Load many aggregates at once to change them."""
        session = current()
        found: list[A] = []
        for id in ids:  # noqa: A001 - the field's word
            with suppress(NotFound, Erased):
                aggregate = session.seen(id) or self.find(id, execution)
                if isinstance(aggregate, self._aggregate):
                    found.append(aggregate)
        yield tuple(found)
        for aggregate in found:
            session.changed(aggregate, self)

    async def get(self, id: UUID, execution: Execution) -> A:  # noqa: A002 - the field's word
        """Load an aggregate to ask it."""
        return self.find(id, execution)

    def find(self, id: UUID, execution: Execution, as_of: datetime | None = None) -> A:  # noqa: A002 - the field's word
        """Load an aggregate, now or as of a past moment. Raises ``NotFound``, ``Erased``."""
        if execution.reach == "own" and self._log.is_erased(execution.clinic, id):
            raise NotFound(id=id)
        history = self._log.history(execution.clinic, id)
        facts = [fact for fact in history if as_of is None or fact.timestamp <= as_of]
        if not facts or not belongs(facts[0], self._aggregate):
            raise NotFound(id=id)
        aggregate = fold(self._aggregate, facts)
        self._demand_reach(aggregate, execution)
        return aggregate

    def all(self, execution: Execution) -> list[A]:
        """Load every aggregate of this kind in the clinic that the actor reaches, in the order of their ids."""
        found = []
        for facts in self._log.known(execution.clinic):
            if belongs(facts[0], self._aggregate):
                aggregate = fold(self._aggregate, facts)
                if execution.reaches(self._patient(aggregate), self._provider(aggregate)):
                    found.append(aggregate)
        return found

    def contribute(self, session: MemorySession, aggregate: A) -> tuple[Fact, ...]:
        """Add what follows the aggregate to the session, and give its new facts."""
        facts = aggregate.record(session.execution.now)
        if facts:
            patient = self._patient(aggregate)
            if patient is not None:
                session.subjects.add(patient)
            if self._follow is not None:
                self._follow(session, aggregate)
        return facts

    def _demand_reach(self, aggregate: A, execution: Execution) -> None:
        if not execution.reaches(self._patient(aggregate), self._provider(aggregate)):
            raise NotFound(id=aggregate.id)
