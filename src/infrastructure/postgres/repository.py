"""Event-sourced aggregates on PostgreSQL."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from application.shared.execution import Execution
from application.shared.refusals import Erased, NotFound
from domain.shared.aggregate import Aggregate, Fact, fold
from infrastructure.facts.expectation import meet_expectation
from infrastructure.facts.ownership import belongs, nobody
from infrastructure.postgres.errors import translated
from infrastructure.postgres.event_store import EventStore
from infrastructure.postgres.projected_table import ProjectedTable
from infrastructure.postgres.session import Session, current

A = TypeVar("A", bound=Aggregate)
A_contra = TypeVar("A_contra", bound=Aggregate, contravariant=True)


class Projection(Protocol[A_contra]):
    """Rows that follow an aggregate, written in its own flush and keyed by it alone."""

    @property
    def tables(self) -> tuple[ProjectedTable, ...]:
        """The tables that it writes: they can be built anew from the aggregates' facts."""
        ...

    async def project(self, session: Session, aggregate: A_contra) -> None:
        """Add the rows as the aggregate now stands to the session's flush."""
        ...


class PostgresRepository(Generic[A]):
    """Loads aggregates of one kind, and writes what changed of them when the session is flushed."""

    def __init__(
        self,
        aggregate: type[A],
        store: EventStore,
        projections: Sequence[Projection[A]] = (),
        *,
        patient: Callable[[A], UUID | None] = nobody,
        provider: Callable[[A], UUID | None] = nobody,
    ) -> None:
        """``patient`` and ``provider`` tell whom an aggregate concerns: who reaches only their own is held to it."""
        self.aggregate = aggregate
        self._store = store
        self.projections = tuple(projections)
        self._patient = patient
        self._provider = provider

    async def add(self, aggregate: A, execution: Execution) -> None:
        """Take a new aggregate in."""
        self._demand_reach(aggregate, execution)
        session = current()
        meet_expectation(session, 0)
        session.born.add(aggregate.id)
        session.changed(aggregate, self)

    @asynccontextmanager
    async def change(self, id: UUID, execution: Execution) -> AsyncIterator[A]:  # noqa: A002 - the field's word
        """Load an aggregate to change it."""
        session = current()
        aggregate = session.seen(id) or await self._load(session, id)
        if not isinstance(aggregate, self.aggregate):
            raise NotFound(id=id)
        self._demand_reach(aggregate, execution)
        meet_expectation(session, aggregate.version)
        yield aggregate
        session.changed(aggregate, self)

    @asynccontextmanager
    async def change_all(self, ids: Sequence[UUID], execution: Execution) -> AsyncIterator[tuple[A, ...]]:
        """Load many aggregates at once to change them."""
        session = current()
        seen = {id: session.seen(id) for id in ids}  # noqa: A001 - the field's word
        missing = [id for id, aggregate in seen.items() if aggregate is None]  # noqa: A001 - as above
        with translated():
            streams = await self._store.load_all(session, execution.clinic, missing) if missing else {}
        loaded = seen | {
            stream: fold(self.aggregate, facts)
            for stream, facts in streams.items()
            if belongs(facts[0], self.aggregate)
        }
        found = tuple(
            aggregate
            for aggregate in loaded.values()
            if isinstance(aggregate, self.aggregate)
            and execution.reaches(self._patient(aggregate), self._provider(aggregate))
        )
        yield found
        for aggregate in found:
            session.changed(aggregate, self)

    async def get(self, id: UUID, execution: Execution) -> A:  # noqa: A002 - the field's word
        """Load an aggregate to ask it."""
        aggregate = await self._load(current(), id)
        self._demand_reach(aggregate, execution)
        return aggregate

    async def contribute(self, session: Session, aggregate: Aggregate) -> tuple[Fact, ...]:
        """Add the aggregate's rows to the session's flush and give its new facts."""
        if not isinstance(aggregate, self.aggregate):
            message = f"{type(aggregate).__name__} is not {self.aggregate.__name__}"
            raise TypeError(message)
        facts = aggregate.record(session.execution.now)
        if facts:
            patient = self._patient(aggregate)
            if patient is not None:
                session.subjects.add(patient)
            for projection in self.projections:
                await projection.project(session, aggregate)
        return facts

    async def _load(self, session: Session, id: UUID) -> A:  # noqa: A002 - the field's word
        try:
            with translated():
                facts = await self._store.load(session, session.execution.clinic, id)
        except Erased:
            if session.execution.reach == "own":
                raise NotFound(id=id) from None  # what was erased is nobody's own
            raise
        if not facts or not belongs(facts[0], self.aggregate):
            raise NotFound(id=id)
        return fold(self.aggregate, facts)

    def _demand_reach(self, aggregate: A, execution: Execution) -> None:
        if not execution.reaches(self._patient(aggregate), self._provider(aggregate)):
            raise NotFound(id=aggregate.id)
