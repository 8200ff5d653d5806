"""What a patient looks for in a provider."""

from typing import Annotated

import msgspec

from domain.shared.languages import LanguageTag
from domain.shared.time import TimeZone
from domain.shared.values import ValueObject

Specialty = Annotated[
    str,
    msgspec.Meta(
        pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=60,
        description="A field of practice, by the clinic's own code.",
        examples=["family-medicine"],
    ),
]


class Profile(ValueObject, frozen=True, kw_only=True):
    """A provider as the directory shows them, without the name, which is personal."""

    zone: TimeZone
    """The clock by which the provider works."""
    languages: Annotated[tuple[LanguageTag, ...], msgspec.Meta(max_length=20)] = ()
    """Languages a visit can be held in, the preferred one first."""
    specialties: Annotated[tuple[Specialty, ...], msgspec.Meta(max_length=20)] = ()

    def __post_init__(self) -> None:
        if len(set(self.languages)) < len(self.languages):
            message = "name each language once"
            raise ValueError(message)
        if len(set(self.specialties)) < len(self.specialties):
            message = "name each specialty once"
            raise ValueError(message)
