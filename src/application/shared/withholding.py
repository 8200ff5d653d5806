"""What of an answer somebody's role is not shown, field by field: nothing clinical for who runs the clinic's day."""

from collections.abc import Collection
from functools import cache
from typing import Any, Final, TypeVar, cast

import msgspec

from domain.shared.classes import is_clinical
from domain.shared.roles import Role

V = TypeVar("V")

NOTHING_CLINICAL: Final = frozenset({Role.FRONT_DESK})
"""The roles that work with who comes when, and not with why."""


def shown_to(role: Role, answer: V) -> V:
    """Give an answer as a role is shown it. Clinical fields hold nothing then, and ``withheld`` names them.

    They are named whether or not there was anything in them: that there is something to hide would tell.
    """
    return cast("V", _without(answer)) if role in NOTHING_CLINICAL else answer


def clinical_fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Name the clinical fields of a view, in their order."""
    return tuple(field.name for field in msgspec.structs.fields(kind) if is_clinical(field.type))


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
