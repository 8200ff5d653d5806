"""Value objects, and the marks that say of which class a value is."""

from enum import StrEnum
from typing import Annotated, TypeVar

import msgspec

T = TypeVar("T")


class ValueObject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Immutable, compared by value. ``__post_init__`` checks structure only, since it also runs on old facts."""


class WrongField(ValueError):
    """A value of the right type that cannot stand where it does. ``field`` names its field, for whoever sent it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class DataClass(StrEnum):
    """How a value is guarded, from the least to the most. Each is decided once, where the value's type is declared."""

    PUBLIC = "public"
    """Tells nothing of anybody: ids, codes, instants, counts, and what a clinic says of itself."""
    PERSONAL = "personal"
    """About a person. Stored sealed under the subject's key, never in clear."""
    CLINICAL = "clinical"
    """About somebody's health, in words. Sealed likewise, and not shown to who runs the clinic's day."""
    SECRET = "secret"  # noqa: S105 - a class's name
    """Whoever has it may do what it opens. It stands in no fact, no read model and no job."""


Public = Annotated[T, msgspec.Meta(extra={"class": DataClass.PUBLIC})]
Personal = Annotated[T, msgspec.Meta(extra={"class": DataClass.PERSONAL})]
Clinical = Annotated[T, msgspec.Meta(extra={"class": DataClass.CLINICAL})]
Secret = Annotated[T, msgspec.Meta(extra={"class": DataClass.SECRET})]

Code = Public[str]
"""A word of a closed list: a rule's code, an operation's name, a state."""
