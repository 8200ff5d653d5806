"""What an aggregate keeps in a list, each entry under an id of its own."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar
from uuid import UUID

from domain.shared.errors import DomainError


class Listed(Protocol):
    """An entry."""

    @property
    def id(self) -> UUID:
        """By which the entry is named."""
        ...


E = TypeVar("E", bound=Listed)


def entry_of(entries: Iterable[E], id: UUID, unknown: DomainError) -> E:
    """Give the entry that has an id, or raise ``unknown``."""
    for entry in entries:
        if entry.id == id:
            return entry
    raise unknown


def changed(entries: Iterable[E], id: UUID, change: Callable[[E], E]) -> tuple[E, ...]:
    """Give the entries, the one that has the id as it is after a change and in its place."""
    return tuple(change(entry) if entry.id == id else entry for entry in entries)


def without(entries: Iterable[E], id: UUID) -> tuple[E, ...]:
    """Give the entries but for the one that has the id."""
    return tuple(entry for entry in entries if entry.id != id)
