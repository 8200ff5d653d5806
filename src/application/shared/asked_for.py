"""What a command or query was about, where it gave nothing that tells: ids and no other value of it."""

from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from application.shared.command import Command, is_in_path
from application.shared.query import Query
from application.shared.subjects import names_patient


class AskedFor(msgspec.Struct, frozen=True):
    """The things and the patients that somebody named, whether they exist or not."""

    streams: tuple[UUID, ...] = ()
    """What stood in the URL."""
    subjects: tuple[UUID, ...] = ()
    """The patients, wherever they were named."""


def asked_for(asked: Command | Query) -> AskedFor:
    """Tell what a command or query was about."""
    in_path, patients = _names(type(asked))
    return AskedFor(_ids(asked, in_path), _ids(asked, patients))


def names_patients(kind: type[Command | Query]) -> bool:
    """Tell whether a command or query has a field in which it names a patient."""
    _, patients = _names(kind)
    return bool(patients)


@cache
def _names(kind: type[Command | Query]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fields = msgspec.structs.fields(kind)
    is_query = issubclass(kind, Query)  # all of it stands in the URL
    return (
        tuple(field.name for field in fields if is_query or is_in_path(field.type)),
        tuple(field.name for field in fields if names_patient(field.type)),
    )


def _ids(asked: Command | Query, names: tuple[str, ...]) -> tuple[UUID, ...]:
    values: list[Any] = [getattr(asked, name) for name in names]
    return tuple(value for value in values if isinstance(value, UUID))
