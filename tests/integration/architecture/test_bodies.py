"""No body keeps a process busy: whatever can be many in a command has a bound that is checked while it is read."""

from collections.abc import Iterator
from typing import Annotated

import msgspec
import pytest
from msgspec import inspect

from application.shared.command import Command, Several
from integration.architecture.everything import subclasses

MANY = (inspect.VarTupleType, inspect.ListType, inspect.SetType, inspect.FrozenSetType, inspect.DictType)


def test_whatever_can_be_many_has_a_bound() -> None:
    """Each list in each command says how long it may be."""
    commands = subclasses(Command, "application")
    assert [place for command in commands for place in unbounded(inspect.type_info(command), command.__name__)] == []


class Inner(msgspec.Struct):
    """Holds many of something."""

    names: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (Several[int], []),
        (Annotated[list[int], msgspec.Meta(max_length=3)], []),
        (tuple[int, int], []),
        (tuple[int, ...], ["it"]),
        (Several[Inner], ["it[].names"]),
        (Inner | None, ["it.names"]),
        (dict[str, frozenset[int]], ["it", "it[]"]),
        (Annotated[list[int], msgspec.Meta(min_length=3)], ["it"]),
    ],
)
def test_the_check_can_fail(kind: object, found: list[str]) -> None:
    """A list without a bound is found, however deep it stands."""
    assert list(unbounded(inspect.type_info(kind), "it")) == found


def unbounded(info: inspect.Type, place: str) -> Iterator[str]:
    """Name the places in a type that hold any number of things."""
    if isinstance(info, MANY) and info.max_length is None:
        yield place
    for inner, where in _inside(info, place):
        yield from unbounded(inner, where)


def _inside(info: inspect.Type, place: str) -> list[tuple[inspect.Type, str]]:
    match info:
        case inspect.Metadata(type=inner):
            return [(inner, place)]
        case inspect.UnionType(types=kinds):
            return [(kind, place) for kind in kinds]
        case inspect.StructType(fields=fields):
            return [(field.type, f"{place}.{field.name}") for field in fields]
        case inspect.TupleType(item_types=items):
            return [(item, f"{place}[]") for item in items]
        case (
            inspect.VarTupleType(item_type=item)
            | inspect.ListType(item_type=item)
            | inspect.SetType(item_type=item)
            | inspect.FrozenSetType(item_type=item)
            | inspect.DictType(value_type=item)
        ):
            return [(item, f"{place}[]")]
        case _:
            return []
