"""Looking into types: what a command, a query or a view is made of."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect as types


def parts(kinds: Sequence[Any]) -> Iterator[types.Type]:
    """Give every type that types are made of, each class once."""
    seen: list[Any] = []
    waiting: list[Any] = list(types.multi_type_info(kinds))
    while waiting:
        part = waiting.pop()
        if isinstance(part, types.StructType | types.DataclassType):
            if part.cls in seen:
                continue
            seen.append(part.cls)
        if isinstance(part, types.Type):
            yield part
        if isinstance(part, msgspec.Struct) and isinstance(part, types.Type | types.Field):
            for name in part.__struct_fields__:
                value = getattr(part, name)
                waiting += value if isinstance(value, tuple) else [value]


def structs(kinds: Sequence[Any]) -> Iterator[Any]:
    """Give every class with fields that types are made of."""
    for part in parts(kinds):
        if isinstance(part, types.StructType | types.DataclassType):
            yield part.cls


@cache
def names_things(kind: Any) -> bool:
    """Tell whether a command or query names things by id, which may not be there."""
    return any(isinstance(part, types.UUIDType) for part in parts([kind]))
