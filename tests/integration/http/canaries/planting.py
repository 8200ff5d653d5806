"""Putting canaries into a request, wherever its class says that it tells of a person or opens something."""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import msgspec
from bench.proofs.canaries import Canaries
from msgspec import inspect

from application.shared.command import Command
from application.shared.query import Query
from domain.shared.classes import class_of, fields_within
from domain.shared.contacts import EmailAddress, PhoneNumber
from domain.shared.values import DataClass
from integration.examples import example, example_of

TELLING: Final = frozenset({DataClass.PERSONAL, DataClass.CLINICAL})
LONG_ENOUGH: Final = 10
"""Signs of a secret that is found nowhere by chance."""


class Place(NamedTuple):
    """A field that is not public, in what an operation is told."""

    operation: str
    struct: Any
    name: str

    def __str__(self) -> str:
        return f"{self.operation}: {self.struct.__name__}.{self.name}"


def places(asked: type[Command | Query]) -> set[Place]:
    """Give every field that wants a canary: all whose own type says that they are personal, clinical or secret."""
    return {
        Place(asked.operation, field.struct, field.name)
        for field in fields_within([asked])
        if field.is_said_here and field.data_class is not DataClass.PUBLIC
    }


class Planting:
    """Plants, and remembers where, and which secrets were said as they were."""

    def __init__(self, canaries: Canaries) -> None:
        self.canaries = canaries
        self.planted: set[Place] = set()
        self.secrets: set[str] = set()
        self.closed: set[str] = set()
        """Fields that took no canary, because few words may stand there."""

    def in_all(self, command: type[Command], body: dict[str, Any]) -> dict[str, Any]:
        """Give a body with a canary in every such field that the command has, said before or not."""
        guarded = {
            field.encode_name: example(field.type, field.name)
            for field in msgspec.structs.fields(command)
            if class_of(field.type) is not DataClass.PUBLIC
        }
        return self.in_said(command, guarded | body)

    def in_every_way(self, command: type[Command], body: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Give bodies that leave out nothing of what tells of a person, and say it in each form that it may have."""
        ways = {
            field.encode_name: list(_ways(inspect.type_info(field.type), field.name))
            for field in msgspec.structs.fields(command)
            if class_of(field.type) in TELLING
        }
        for number in range(max(map(len, ways.values()), default=0)):
            yield self.in_said(command, body | {name: these[number % len(these)] for name, these in ways.items()})

    def in_said(self, command: type[Command], body: dict[str, Any]) -> dict[str, Any]:
        """Give a body with a canary in every such field that it says something of."""
        kinds = {field.encode_name: field.type for field in msgspec.structs.fields(command)}
        return {
            name: self._planted(inspect.type_info(kinds[name]), value, Place(command.operation, command, name), None)
            if name in kinds
            else value
            for name, value in body.items()
        }

    def _planted(self, kind: inspect.Type, value: Any, place: Place, of: DataClass | None) -> Any:  # noqa: PLR0911 - one a kind
        match kind, value:
            case inspect.Metadata(type=inner, extra=extra), _:
                return self._planted(inner, value, place, of or (extra or {}).get("class"))
            case inspect.UnionType(types=types), _:
                return self._planted(_fitting(types, value), value, place, of)
            case inspect.StructType(cls=cls, fields=fields), dict() if of is not DataClass.PUBLIC:
                kinds = {field.encode_name: field.type for field in fields}
                return {
                    part: self._planted(kinds[part], said, place._replace(struct=cls, name=part), of)
                    if part in kinds
                    else said
                    for part, said in value.items()
                }
            case ((inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item)), list()):
                return [self._planted(item, said, place, of) for said in value]
            case ((inspect.StrType() | inspect.DateType()), str()) if of in TELLING:
                return self._canary(kind, value, place)
            case inspect.StrType(), str() if of is DataClass.SECRET:
                return self._secret(value, place)
            case inspect.EnumType(), str() if of in TELLING:
                self.planted.add(place)
                self.closed.add(place.name)
        return value

    def _secret(self, value: str, place: Place) -> str:
        """Give a secret as it was said, to be looked for; a code of few digits is found everywhere and opens little."""
        self.planted.add(place)
        if value.replace(" ", "").isdigit():
            self.closed.add(place.name)
            return value
        said = value if len(value) >= LONG_ENOUGH else self.canaries.word()
        self.secrets.add(said)
        return said

    def _canary(self, kind: inspect.Type, value: str, place: Place) -> str:
        """Give a canary of the form that a field wants, or what was said where it takes none."""
        self.planted.add(place)
        if isinstance(kind, inspect.DateType):
            return self.canaries.birth_date()
        if place.struct is PhoneNumber:
            return self.canaries.phone()
        word = self.canaries.word()
        if place.struct is EmailAddress:
            return f"{word}@{self.canaries.word()}.example.org"
        if isinstance(kind, inspect.StrType) and kind.pattern is not None and not re.search(kind.pattern, word):
            self.closed.add(place.name)
            return value
        return word


def _ways(kind: inspect.Type, name: str) -> Iterator[Any]:
    """Give an example of each form that a value may have; of several values, one that has each."""
    match _bare(kind):
        case inspect.UnionType(types=types):
            for member in types:
                if not isinstance(member, inspect.NoneType):
                    yield from _ways(member, name)
        case inspect.VarTupleType(item_type=item):
            yield list(_ways(item, name))
        case bare:
            yield example_of(bare, name)


def _fitting(types: tuple[inspect.Type, ...], value: Any) -> inspect.Type:
    """Give the member of a union that a value is of, as far as that makes a difference here."""
    for kind in types:
        match _bare(kind), value:
            case inspect.StructType(tag_field=str() as tag_field, tag=tag), dict() if value.get(tag_field) != tag:
                continue
            case inspect.NoneType(), _:
                continue
            case _:
                return kind
    return types[0]


def _bare(kind: inspect.Type) -> inspect.Type:
    return _bare(kind.type) if isinstance(kind, inspect.Metadata) else kind
