"""Value objects, and the marks that say which values are personal."""

from typing import Annotated, Any, TypeVar

import msgspec

T = TypeVar("T")


class ValueObject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Immutable, compared by value. ``__post_init__`` checks structure only, since it also runs on old facts."""


class WrongField(ValueError):
    """A value of the right type that cannot stand where it does. ``field`` names its field, for whoever sent it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


Personal = Annotated[T, msgspec.Meta(extra={"personal": True})]
"""A value about a person. In facts and read models it is stored sealed under the subject's key, never in clear."""

Clinical = Annotated[T, msgspec.Meta(extra={"personal": True, "clinical": True})]
"""A personal value about somebody's health, in words: for who looks after them, and not shown to the front desk."""


def personal_fields(struct: type[msgspec.Struct]) -> frozenset[str]:
    """Name the fields of a struct that are marked ``Personal``."""
    return frozenset(field.name for field in msgspec.structs.fields(struct) if is_personal(field.type))


def is_personal(annotation: Any) -> bool:
    """Tell whether an annotation is marked ``Personal``, also where it may be absent (``Personal[X] | None``)."""
    return _is_marked(annotation, "personal")


def is_clinical(annotation: Any) -> bool:
    """Tell whether an annotation is marked ``Clinical``, also where it may be absent."""
    return _is_marked(annotation, "clinical")


def _is_marked(annotation: Any, mark: str) -> bool:
    for meta in getattr(annotation, "__metadata__", ()):
        if isinstance(meta, msgspec.Meta) and (meta.extra or {}).get(mark):
            return True
    return any(_is_marked(member, mark) for member in getattr(annotation, "__args__", ()) if member is not annotation)
