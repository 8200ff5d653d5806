"""Value objects, and the marks that say which values are personal."""

from typing import Annotated, Any, TypeVar

import msgspec

T = TypeVar("T")


class ValueObject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Immutable, compared by value. ``__post_init__`` checks structure only, since it also runs on old facts."""


Personal = Annotated[T, msgspec.Meta(extra={"personal": True})]
"""A value about a person. In facts and read models it is stored sealed under the subject's key, never in clear."""


def personal_fields(struct: type[msgspec.Struct]) -> frozenset[str]:
    """Name the fields of a struct that are marked ``Personal``."""
    return frozenset(field.name for field in msgspec.structs.fields(struct) if is_personal(field.type))


def is_personal(annotation: Any) -> bool:
    """Tell whether an annotation is marked ``Personal``, also where it may be absent (``Personal[X] | None``)."""
    for meta in getattr(annotation, "__metadata__", ()):
        if isinstance(meta, msgspec.Meta) and (meta.extra or {}).get("personal"):
            return True
    return any(is_personal(member) for member in getattr(annotation, "__args__", ()) if member is not annotation)
