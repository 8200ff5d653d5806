"""Aggregates read for a rule, not for a person: the actor's reach does not matter."""

from typing import Generic, TypeVar
from uuid import UUID

from application.shared.execution import Execution
from domain.shared.aggregate import Aggregate, fold
from infrastructure.facts.ownership import belongs
from infrastructure.memory.log import MemoryLog

A = TypeVar("A", bound=Aggregate)


class WholeClinic(Generic[A]):
    """Finds aggregates of one kind in the execution's clinic."""

    def __init__(self, aggregate: type[A], log: MemoryLog) -> None:
        self._aggregate = aggregate
        self._log = log

    def find(self, id: UUID, execution: Execution) -> A | None:  # noqa: A002 - the field's word
        """Give an aggregate by its id, where there is one. Raises ``Erased``."""
        facts = self._log.history(execution.clinic, id)
        return fold(self._aggregate, facts) if facts and belongs(facts[0], self._aggregate) else None

    def all(self, execution: Execution) -> list[A]:
        """Give every aggregate of the kind, in the order of their ids; none of whoever was erased."""
        return [
            fold(self._aggregate, facts)
            for facts in self._log.known(execution.clinic)
            if belongs(facts[0], self._aggregate)
        ]
