"""An example of any type that the application speaks: the same one every time, valid, and with nothing left out."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec
from msgspec import inspect

from domain.patients.term import Term
from domain.scheduling.hours.working_hours import TimeOff
from domain.scheduling.series.recurrence import Recurrence
from domain.shared.contacts import EmailAddress, PhoneNumber
from domain.shared.time import Span, TimeZone

EXAMPLES: dict[type, Any] = {
    TimeZone: {"name": "America/Los_Angeles"},
    EmailAddress: {"address": "mia.okafor@example.org"},
    PhoneNumber: {"number": "+14155550123"},
    Span: {"starts_at": "2030-05-14T09:00:00Z", "ends_at": "2030-05-14T09:30:00Z"},
    Recurrence: {
        "rule": {"repeats": "daily", "interval": 1},
        "first_day": "2030-05-14",
        "at": "09:00",
        "count": 1,
        "until": None,
    },
    Term: {"starts_at": "2030-05-14T09:00:00Z", "ends_at": "2030-12-31T12:00:00Z"},
    TimeOff: {
        "exception_id": "5f0c1b5e-6f0a-4c53-9d55-6a2f0d5f3c12",
        "first_day": "2030-05-14",
        "last_day": "2030-05-15",
        "leaves": "09:00",
        "returns": "24:00",
    },
}
"""Values whose structure is checked by more than their types say."""

_IDS = UUID("5f0c1b5e-6f0a-4c53-9d55-6a2f0d5f3c11")


def example(of: Any, name: str = "") -> Any:
    """Give an example of a type, as JSON would carry it. ``name`` is the field's, after which ids differ."""
    return example_of(inspect.type_info(of), name)


def fields(struct: type[msgspec.Struct], names: frozenset[str] | None = None) -> dict[str, Any]:
    """Give an example of a struct's fields, or of those that are named."""
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    return {
        field.encode_name: example_of(field.type, field.name)
        for field in info.fields
        if names is None or field.name in names
    }


def example_of(info: inspect.Type, name: str) -> Any:  # noqa: C901, PLR0911, PLR0912 - one branch a kind of type
    """Give an example of a type that msgspec has looked into."""
    match info:
        case inspect.Metadata(extra_json_schema={"examples": [first, *_]}):
            return first
        case inspect.Metadata(type=inner):
            return example_of(inner, name)
        case inspect.UnionType(types=types):
            return example_of(next(kind for kind in types if not isinstance(kind, inspect.NoneType)), name)
        case inspect.StructType(cls=cls) if cls in EXAMPLES:
            return EXAMPLES[cls]
        case inspect.StructType(tag_field=tag_field, tag=tag, fields=members):
            tagged = {tag_field: tag} if tag_field is not None else {}
            return tagged | {member.encode_name: example_of(member.type, member.name) for member in members}
        case inspect.EnumType(cls=cls):
            return next(iter(cls)).value
        case inspect.LiteralType(values=values):
            return values[0]
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item) | inspect.SetType(item_type=item):
            return [example_of(item, name)]
        case inspect.FrozenSetType(item_type=item):
            return [example_of(item, name)]
        case inspect.TupleType(item_types=items):
            return [example_of(item, name) for item in items]
        case inspect.DictType(key_type=key, value_type=value):
            return {example_of(key, name): example_of(value, name)}
        case inspect.UUIDType():
            return str(uuid5(_IDS, name))
        case inspect.DateTimeType():
            return "2030-05-14T09:00:00Z"
        case inspect.DateType():
            return "2030-05-14"
        case inspect.TimeType():
            return "09:00:00"
        case inspect.TimeDeltaType():
            return "PT30M"
        case inspect.BoolType():
            return True
        case inspect.IntType(ge=least, gt=above):
            return max(least or 0, (above or 0) + 1, 1)
        case inspect.FloatType() | inspect.DecimalType():
            return 1
        case inspect.StrType(min_length=shortest):
            return f"{name or 'text'} ".ljust(shortest or 0, "x").strip()
        case inspect.BytesType():
            return "AAAA"
        case _:
            message = f"no example is known of {info} ({name})"
            raise TypeError(message)


RECORDED_AT = datetime.fromisoformat("2030-05-14T09:00:00+00:00")
