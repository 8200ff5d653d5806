"""What a patient looks for in a provider."""

from typing import Annotated

import msgspec

from domain.shared.languages import LanguageTag
from domain.shared.specialties import Specialty
from domain.shared.time import TimeZone
from domain.shared.values import ValueObject, WrongField


class Profile(ValueObject, frozen=True, kw_only=True):
    """A provider as the directory shows them, without the name, which is personal."""

    zone: TimeZone
    """The clock by which the provider works."""
    languages: Annotated[tuple[LanguageTag, ...], msgspec.Meta(max_length=20)] = ()
    """Languages a visit can be held in, the preferred one first."""
    specialties: Annotated[tuple[Specialty, ...], msgspec.Meta(max_length=20)] = ()

    def __post_init__(self) -> None:
        if len(set(self.languages)) < len(self.languages):
            raise WrongField("languages", "name each language once")
        if len(set(self.specialties)) < len(self.specialties):
            raise WrongField("specialties", "name each specialty once")
