"""What of an answer is not shown: nothing clinical to who runs the clinic's day, and no secret in a rehearsal."""

from collections.abc import Collection
from functools import cache
from typing import Any, Final, TypeVar, cast

import msgspec

from domain.shared.classes import class_of, is_clinical
from domain.shared.roles import Role
from domain.shared.values import DataClass

V = TypeVar("V")

REHEARSED: Final = "rehearsed"
"""Stands where a secret would."""

NOTHING_CLINICAL: Final = frozenset({Role.FRONT_DESK})
"""The roles that work with who comes when, and not with why."""


def shown_to(role: Role, answer: V) -> V:
    """Give an answer as a role is shown it. Clinical fields hold nothing then, and ``withheld`` names them.

    They are named whether or not there was anything in them: that there is something to hide would tell.
    """
    return cast("V", _without(answer)) if role in NOTHING_CLINICAL else answer


def rehearsed(receipt: V) -> V:
    """Give a receipt as a rehearsal answers: where a secret would stand, stands a word that opens nothing.

    An access token is good by its signature alone: one of a session that was never kept could be ended by nobody, and
    the code that it took would still count.
    """
    if not isinstance(receipt, msgspec.Struct):
        return receipt
    said = {name: _instead(getattr(receipt, name)) for name in secret_fields(type(receipt))}
    return msgspec.structs.replace(receipt, **said) if said else receipt


@cache
def secret_fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Name the fields of a receipt that are secrets, in their order."""
    return tuple(f.name for f in msgspec.structs.fields(kind) if class_of(f.type) is DataClass.SECRET)


def clinical_fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Name the clinical fields of a view, in their order."""
    return tuple(field.name for field in msgspec.structs.fields(kind) if is_clinical(field.type))


def _instead(secret: Any) -> Any:
    if isinstance(secret, tuple):
        return tuple(map(_instead, secret))
    return None if secret is None else REHEARSED


def _without(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        clinical, deeper = _places(type(value))
        changed: dict[str, Any] = {name: _without(getattr(value, name)) for name in deeper}
        if clinical:
            changed |= {**dict.fromkeys(clinical), "withheld": clinical}
        return msgspec.structs.replace(value, **changed) if changed else value
    return tuple(map(_without, value)) if isinstance(value, tuple) else value


@cache
def _places(kind: type[msgspec.Struct]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the fields that are clinical, and those in which some may stand."""
    clinical = clinical_fields(kind)
    fields = msgspec.structs.fields(kind)
    return clinical, tuple(f.name for f in fields if f.name not in clinical and _may_hold_some(f.type, ()))


def _may_hold_some(annotation: Any, within: Collection[type]) -> bool:
    if isinstance(annotation, TypeVar):
        return True  # yet to be filled in, as a page's items are
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        if annotation in within:
            return False
        inner = (field.type for field in msgspec.structs.fields(annotation))
        return bool(clinical_fields(annotation)) or any(_may_hold_some(one, {*within, annotation}) for one in inner)
    return any(_may_hold_some(part, within) for part in getattr(annotation, "__args__", ()))
