"""Whose facts are whose."""

from domain.shared.aggregate import Aggregate, Fact


def belongs(fact: Fact, aggregate: type[Aggregate]) -> bool:
    """Tell whether a fact is one that an aggregate of this class records."""
    return records(aggregate, type(fact))


def records(aggregate: type[Aggregate], kind: type[Fact]) -> bool:
    """Tell whether an aggregate of this class records facts of a kind."""
    return kind.__module__ == aggregate.__module__ and kind.__qualname__.partition(".")[0] == aggregate.__qualname__


def nobody(aggregate: Aggregate) -> None:
    """Name no owner: an aggregate that concerns the clinic as a whole."""
