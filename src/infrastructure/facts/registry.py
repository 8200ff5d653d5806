"""The closed list of facts that the log may hold.

A fact's stored name is chosen here and never changes; Python names and modules may. Nothing that the database names is
ever imported: an unknown name or revision stops whoever reads it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec

from domain.shared.aggregate import ENVELOPE, Fact
from domain.shared.classes import check_no_secret, sealed_fields

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns the JSON object of one revision into that of the next."""


class Subject(Enum):
    """Under whose key a fact's personal values are sealed."""

    STREAM = "stream"
    """The patient whose own stream it is."""
    PATIENT = "patient"
    """The patient that the fact's field ``patient`` names; the clinic where it names none."""
    CLINIC = "clinic"
    """Nobody's in particular: the clinic's own key."""


class UnknownFact(Exception):
    """The log holds a fact that this release does not know; a newer release wrote it."""


@dataclass(frozen=True)
class FactType:
    """A kind of fact, as stored."""

    name: str
    fact: type[Fact]
    revision: int = 1
    seals: Subject | None = None
    upcasters: Mapping[int, Upcaster] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_no_secret(self.fact)
        personal = sealed_fields(self.fact)
        if bool(personal) != (self.seals is not None):
            message = f"{self.name}: a fact names the subject of its personal values, and only such a fact does"
            raise TypeError(message)
        if self.seals is Subject.PATIENT and "patient" not in self.fact.__struct_fields__:
            message = f"{self.name}: its personal values need a field 'patient' that names their subject"
            raise TypeError(message)
        if set(self.upcasters) != set(range(1, self.revision)):
            message = f"{self.name}: every revision below {self.revision} needs its upcaster"
            raise TypeError(message)

    @cached_property
    def sealed_part(self) -> type[msgspec.Struct]:
        """The struct of the personal fields alone."""
        return _part(self.fact, "Sealed", sealed_fields(self.fact))

    @cached_property
    def clear_part(self) -> type[msgspec.Struct]:
        """The struct of all other fields."""
        names = frozenset(self.fact.__struct_fields__) - ENVELOPE - sealed_fields(self.fact)
        return _part(self.fact, "Clear", names)

    def subject(self, fact: Fact, clinic: UUID) -> UUID | None:
        """Give whose key seals this fact; ``None`` where nothing in it is personal."""
        match self.seals:
            case None:
                return None
            case Subject.STREAM:
                return fact.originator_id
            case Subject.PATIENT:
                patient: UUID | None = getattr(fact, "patient")  # noqa: B009 - __post_init__ made sure it is there
                return patient or clinic
            case Subject.CLINIC:
                return clinic


class Registry:
    """Finds a fact's type by its class or by its stored name."""

    def __init__(self, types: Iterable[FactType]) -> None:
        self.types = tuple(types)
        self._by_class = {kind.fact: kind for kind in self.types}
        self._by_name = {kind.name: kind for kind in self.types}
        if len(self._by_class) != len(self.types) or len(self._by_name) != len(self.types):
            message = "a fact is registered twice"
            raise TypeError(message)

    def of(self, fact: Fact) -> FactType:
        """Give the type of a fact. Raises ``KeyError`` for a class that nobody registered."""
        return self._by_class[type(fact)]

    def named(self, name: str) -> FactType:
        """Give the type of a stored name. Raises ``UnknownFact``."""
        try:
            return self._by_name[name]
        except KeyError as unknown:
            raise UnknownFact(name) from unknown


def _part(fact: type[Fact], suffix: str, names: frozenset[str]) -> type[msgspec.Struct]:
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for declared in msgspec.structs.fields(fact):
        if declared.name not in names:
            continue
        if declared.default is not msgspec.NODEFAULT:
            fields.append((declared.name, declared.type, declared.default))
        else:
            fields.append((declared.name, declared.type))
    return msgspec.defstruct(f"{fact.__qualname__}.{suffix}", fields, frozen=True, kw_only=True, gc=False)
