"""What a command was about, where it changed nothing: ids and no other value of it."""

from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from application.shared.command import Command, is_in_path
from domain.shared.identifiers import PatientId


class AskedFor(msgspec.Struct, frozen=True):
    """The things and the patients that a command named, whether they exist or not."""

    streams: tuple[UUID, ...] = ()
    """What stood in the URL."""
    subjects: tuple[UUID, ...] = ()
    """The patients, wherever the command named them."""


def asked_for(command: Command) -> AskedFor:
    """Tell what a command was about."""
    in_path, patients = _names(type(command))
    return AskedFor(_ids(command, in_path), _ids(command, patients))


@cache
def _names(command: type[Command]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fields = msgspec.structs.fields(command)
    return (
        tuple(field.name for field in fields if is_in_path(field.type)),
        tuple(field.name for field in fields if _is_patient(field.type)),
    )


def _is_patient(annotation: Any) -> bool:
    return annotation is PatientId or any(_is_patient(part) for part in getattr(annotation, "__args__", ()))


def _ids(command: Command, names: tuple[str, ...]) -> tuple[UUID, ...]:
    values = (getattr(command, name) for name in names)
    return tuple(value for value in values if isinstance(value, UUID))
