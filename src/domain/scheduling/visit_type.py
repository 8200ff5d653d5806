"""Kinds of visit that a provider offers, as far as the calendar cares."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import msgspec

from domain.shared.money import Money
from domain.shared.values import ValueObject

VisitTypeCode = Annotated[
    str,
    msgspec.Meta(
        pattern="^[a-z0-9][a-z0-9-]{0,39}$",
        description="The clinic's name for a kind of visit, the same for every provider who offers it.",
        examples=["follow-up"],
    ),
]


class VisitMode(StrEnum):
    """How patient and provider meet."""

    VIDEO = "video"
    PHONE = "phone"
    IN_PERSON = "in_person"


class VisitType(ValueObject, frozen=True, kw_only=True):
    """A kind of visit as one provider offers it. Minutes are elapsed time.

    The buffers keep other visits away from the provider and the room; the patient is free during them.
    """

    code: VisitTypeCode
    mode: VisitMode
    length_minutes: Annotated[int, msgspec.Meta(ge=1, le=1440, examples=[30])]
    buffer_before_minutes: Annotated[int, msgspec.Meta(ge=0, le=240)] = 0
    buffer_after_minutes: Annotated[int, msgspec.Meta(ge=0, le=240)] = 0
    price: Money | None = None

    @property
    def length(self) -> timedelta:
        """How long the visit itself lasts."""
        return timedelta(minutes=self.length_minutes)

    @property
    def buffer_before(self) -> timedelta:
        """How long before the visit provider and room are kept free."""
        return timedelta(minutes=self.buffer_before_minutes)

    @property
    def buffer_after(self) -> timedelta:
        """How long after the visit provider and room are kept free."""
        return timedelta(minutes=self.buffer_after_minutes)
