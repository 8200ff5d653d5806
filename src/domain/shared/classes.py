"""Of which class a value is, read off its type.

What has no mark is as guarded as the most guarded thing that it is made of. A mark guards it more; only ``Public`` says
of something personal that it tells of nobody here, and nothing makes a secret less of one.

Nothing is public by silence: plain types that can hold nothing about anybody are listed here, and whatever is made of
others, a bare text above all, has no class until somebody gives it one.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any, Final, Literal, NamedTuple, NewType, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

from domain.shared.values import DataClass

PUBLIC_TYPES: Final[Mapping[Any, str]] = MappingProxyType(
    {
        NoneType: "Nothing is there.",
        bool: "A yes or a no.",
        int: "A count, a length, an amount or a version.",
        float: "A share or a length.",
        datetime: "An instant at which something is done; a birth date is a day.",
        timedelta: "A length of time.",
        UUID: "An id; whom it names is told to those alone who may look it up.",
    }
)
"""The plain types whose values are public, and why. Enums and literals are too: their words are the code's own.

Neither texts nor bytes are among them, nor days, one of which may be somebody's birth date.
"""

_SEALED: Final = frozenset({DataClass.PERSONAL, DataClass.CLINICAL})


class Field(NamedTuple):
    """A field of a struct, and the class of what it holds; ``None`` where nobody has said."""

    struct: type[msgspec.Struct]
    name: str
    type: Any
    data_class: DataClass | None

    @property
    def is_said_here(self) -> bool:
        """Whether its own type says of which class it is, rather than the fields of a struct that it holds."""
        return _bears_mark(self.type)

    def __str__(self) -> str:
        return f"{self.struct.__module__}.{self.struct.__qualname__}.{self.name}: {self.type}"


def class_of(annotation: Any) -> DataClass | None:
    """Give the class of a type's values; ``None`` where it has none.

    A struct's own fields are its own matter: one of them that has no class makes nothing else unclassified.
    """
    return _class_of(annotation, frozenset())


def is_clinical(annotation: Any) -> bool:
    """Tell whether a value is clinical itself, also where it may be absent; not whether something within it is."""
    return _mark(annotation) is DataClass.CLINICAL or any(map(is_clinical, _parts(annotation)))


@cache
def sealed_fields(struct: type[msgspec.Struct]) -> frozenset[str]:
    """Name the fields of a fact or a view that are stored sealed: those that are personal or clinical."""
    return frozenset(field.name for field in msgspec.structs.fields(struct) if class_of(field.type) in _SEALED)


def check_no_secret(struct: type[msgspec.Struct]) -> None:
    """Raise ``TypeError`` where something is a secret that is to be stored."""
    secret = [field.name for field in msgspec.structs.fields(struct) if class_of(field.type) is DataClass.SECRET]
    if secret:
        message = f"{struct.__qualname__}: secrets are not stored: {', '.join(secret)}"
        raise TypeError(message)


def fields_within(kinds: Iterable[Any]) -> Iterator[Field]:
    """Give every field of types and of all that they are made of, each once; a mark speaks for all that is under it."""
    seen: set[Any] = set()
    waiting = list(kinds)
    while waiting:
        kind = waiting.pop()
        if not _is_struct(kind):
            waiting += _parts(kind) if _mark(kind) is None else ()
        elif kind not in seen:
            seen.add(kind)
            for field in msgspec.structs.fields(kind):
                yield Field(get_origin(kind) or kind, field.name, field.type, class_of(field.type))
                waiting.append(field.type)


def _class_of(annotation: Any, within: frozenset[Any]) -> DataClass | None:
    mark, inner = _mark(annotation), _class_within(annotation, within)
    if mark is None or inner is DataClass.SECRET:
        return inner
    if mark is DataClass.PUBLIC or inner is None:
        return mark
    return _most_guarded((mark, inner))


def _class_within(annotation: Any, within: frozenset[Any]) -> DataClass | None:
    if _is_struct(annotation):
        if annotation in within:
            return DataClass.PUBLIC  # what else it holds decides
        inside = (_class_of(field.type, within | {annotation}) for field in msgspec.structs.fields(annotation))
        return _most_guarded(found for found in inside if found is not None)
    if parts := _parts(annotation):
        inner = [_class_of(part, within) for part in parts]
        return None if None in inner else _most_guarded(found for found in inner if found is not None)
    is_ours = get_origin(annotation) is Literal or (isinstance(annotation, type) and issubclass(annotation, Enum))
    return DataClass.PUBLIC if is_ours or annotation in PUBLIC_TYPES else None


def _most_guarded(classes: Iterable[DataClass]) -> DataClass:
    return max(classes, key=list(DataClass).index, default=DataClass.PUBLIC)


def _mark(annotation: Any) -> DataClass | None:
    """Give the mark that an annotation bears; of several the outermost, which was put on last."""
    marks: list[DataClass | None] = [
        (meta.extra or {}).get("class")
        for meta in getattr(annotation, "__metadata__", ())
        if isinstance(meta, msgspec.Meta)
    ]
    return next((mark for mark in reversed(marks) if mark is not None), None)


def _bears_mark(annotation: Any) -> bool:
    return _mark(annotation) is not None or any(map(_bears_mark, _parts(annotation)))


def _parts(annotation: Any) -> tuple[Any, ...]:
    """Give what a type is made of, where it is no struct: members of a union, items, what stands under a mark."""
    if isinstance(annotation, NewType):
        return (annotation.__supertype__,)
    if get_origin(annotation) is Literal:
        return ()
    if hasattr(annotation, "__metadata__"):
        return (annotation.__origin__,)
    if hasattr(annotation, "_fields"):  # a named tuple
        return tuple(get_type_hints(annotation, include_extras=True).values())
    return tuple(part for part in get_args(annotation) if part is not Ellipsis)


def _is_struct(annotation: Any) -> bool:
    origin = get_origin(annotation) or annotation
    return isinstance(origin, type) and issubclass(origin, msgspec.Struct)
