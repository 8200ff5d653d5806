"""Putting canaries into a request, wherever it says something about a person."""

import re
from typing import Any, Final

import msgspec
from bench.proofs.canaries import Canaries
from msgspec import inspect

from application.shared.command import Command
from domain.shared.classes import class_of
from domain.shared.contacts import EmailAddress, PhoneNumber
from domain.shared.values import DataClass
from integration.examples import example

GUARDED: Final = frozenset({DataClass.PERSONAL, DataClass.CLINICAL})


class Planting:
    """Plants, and remembers which personal fields took no canary because few words may stand there."""

    def __init__(self, canaries: Canaries) -> None:
        self.canaries = canaries
        self.closed: set[str] = set()

    def in_all(self, command: type[Command], body: dict[str, Any]) -> dict[str, Any]:
        """Give a body with a canary in every personal field that the command has, said before or not."""
        personal = {
            field.encode_name: example(field.type, field.name)
            for field in msgspec.structs.fields(command)
            if class_of(field.type) in GUARDED
        }
        return self.in_said(command, personal | body)

    def in_said(self, command: type[Command], body: dict[str, Any]) -> dict[str, Any]:
        """Give a body with a canary in every personal field that it says something of."""
        kinds = {field.encode_name: field.type for field in msgspec.structs.fields(command)}
        return {
            name: self._planted(inspect.type_info(kinds[name]), value, name, None) if name in kinds else value
            for name, value in body.items()
        }

    def _planted(self, kind: inspect.Type, value: Any, name: str, of: DataClass | None) -> Any:  # noqa: PLR0911 - one a kind
        is_guarded = of in GUARDED
        match kind, value:
            case inspect.Metadata(type=inner, extra=extra), _:
                return self._planted(inner, value, name, of or (extra or {}).get("class"))
            case inspect.UnionType(types=types), _:
                return self._planted(_fitting(types, value), value, name, of)
            case inspect.StructType(cls=cls), dict() if is_guarded and cls is EmailAddress:
                return {"address": f"{self.canaries.word()}@{self.canaries.word()}.example.org"}
            case inspect.StructType(cls=cls), dict() if is_guarded and cls is PhoneNumber:
                return {"number": self.canaries.phone()}
            case inspect.StructType(fields=fields), dict():
                kinds = {field.encode_name: field.type for field in fields}
                return {
                    part: self._planted(kinds[part], said, part, of) if part in kinds else said
                    for part, said in value.items()
                }
            case ((inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item)), list()):
                return [self._planted(item, said, name, of) for said in value]
            case inspect.DateType(), str() if is_guarded and name == "birth_date":
                return self.canaries.birth_date()
            case inspect.StrType(pattern=pattern), str() if is_guarded:
                word = self.canaries.word()
                if pattern is None or re.search(pattern, word):
                    return word
                self.closed.add(name)
        return value


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
