"""Load, act, store: the port that every event-sourced aggregate has."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar
from uuid import UUID

from application.shared.execution import Execution
from domain.shared.aggregate import Aggregate

A = TypeVar("A", bound=Aggregate)


class Repository(Protocol[A]):
    """The clinic's aggregates of one kind. Everything is written together when the pipeline commits.

    Every method raises ``NotFound`` for an id that is unknown in the actor's clinic or out of the actor's reach:
    the two cannot be told apart from outside. Whoever reaches everything is told ``Erased`` of what was erased.
    """

    async def add(self, aggregate: A, execution: Execution) -> None:
        """Take a new aggregate in. One that the same command made before is the same aggregate.

        Raises ``StaleVersion`` where the caller expected another version than 0, as of what is not there yet.
        """
        ...

    def change(self, id: UUID, execution: Execution) -> AbstractAsyncContextManager[A]:  # noqa: A002 - the field's word
        """Load an aggregate to change it. Raises ``StaleVersion`` where the caller expected another version.

        ``If-Match`` speaks of the first aggregate that a command changes or adds.
        """
        ...

    def change_all(self, ids: Sequence[UUID], execution: Execution) -> AbstractAsyncContextManager[tuple[A, ...]]:
        """Load many aggregates at once to change them, in the order of their ids as given.

        Those that are unknown or out of reach are left out. Whoever is not changed is not written.
        """
        ...

    async def get(self, id: UUID, execution: Execution) -> A:  # noqa: A002 - the field's word
        """Load an aggregate to ask it."""
        ...
