"""Whom something tells of: the patients in a command, a query or an answer, wherever their ids stand."""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from domain.shared.identifiers import PatientId


def names_patient(annotation: Any) -> bool:
    """Tell whether a value of a type is a patient's id, or may be, or holds some."""
    return annotation is PatientId or any(names_patient(part) for part in getattr(annotation, "__args__", ()))


def tells_of_patients(annotation: Any) -> bool:
    """Tell whether a patient's id may stand anywhere in a value of a type."""
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return any(_places(annotation))
    return names_patient(annotation) or _is_open(annotation) or any(map(tells_of_patients, _parts(annotation)))


def subjects_of(answer: Any) -> frozenset[UUID]:
    """Name the patients of whom an answer really tells."""
    return frozenset(_found(answer))


def _found(value: Any) -> Iterator[UUID]:
    if isinstance(value, msgspec.Struct):
        named, deeper = _places(type(value))
        for field in named:
            yield from _ids(getattr(value, field))
        for field in deeper:
            yield from _found(getattr(value, field))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _found(item)


def _ids(value: Any) -> Iterator[UUID]:
    if isinstance(value, UUID):
        yield value
    elif isinstance(value, list | tuple | frozenset):
        yield from value


@cache
def _places(struct: type[msgspec.Struct]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the fields that are patients' ids, and those in which some may stand."""
    fields = msgspec.structs.fields(struct)
    named = tuple(field.name for field in fields if names_patient(field.type))
    deeper = tuple(field.name for field in fields if field.name not in named and tells_of_patients(field.type))
    return named, deeper


def _is_open(annotation: Any) -> bool:
    """Tell whether a type is yet to be filled in, as a page's items are."""
    return isinstance(annotation, TypeVar)


def _parts(annotation: Any) -> tuple[Any, ...]:
    return getattr(annotation, "__args__", ())
