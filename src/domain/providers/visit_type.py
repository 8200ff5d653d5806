"""What a provider can be booked for."""

from enum import StrEnum
from typing import Annotated, Final

import msgspec

from domain.shared.errors import DomainError
from domain.shared.money import Money
from domain.shared.values import ValueObject

SHORTEST_VISIT: Final = 5
"""Minutes."""
LONGEST_VISIT: Final = 480
"""Minutes: a working day."""

VisitTypeCode = Annotated[
    str,
    msgspec.Meta(
        pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=40,
        description="Names a visit type among those of its provider.",
        examples=["first-visit-video"],
    ),
]

Buffer = Annotated[int, msgspec.Meta(ge=0, le=240, description="Elapsed minutes kept free.")]


class VisitTypeAlreadyOffered(DomainError):
    """A provider offers each visit type once."""

    code = "providers.visit-type-already-offered"
    mend = "Withdraw the visit type first, or give the new one a code of its own."


class UnknownVisitType(DomainError):
    """Only a visit type on offer can be withdrawn."""

    code = "providers.unknown-visit-type"
    mend = "Read the visit types on offer again."


class VisitLengthOutOfRange(DomainError):
    """A visit lasts between five minutes and a working day of eight hours."""

    code = "providers.visit-length-out-of-range"
    mend = "Give a length within the limits; time around the visit is a buffer."


class VisitMode(StrEnum):
    """How provider and patient meet."""

    VIDEO = "video"
    PHONE = "phone"
    IN_PERSON = "in_person"


class VisitType(ValueObject, frozen=True, kw_only=True):
    """A kind of visit: how it is held, how long it takes, what it costs."""

    code: VisitTypeCode
    name: Annotated[
        str,
        msgspec.Meta(
            max_length=100,
            pattern=r"^[^\x00-\x1f\x7f]*[^\s\ufeff\x00-\x1f\x7f][^\x00-\x1f\x7f]*$",
            examples=["First visit by video"],
        ),
    ]
    mode: VisitMode
    length_minutes: Annotated[int, msgspec.Meta(ge=1, le=1440, description="Elapsed minutes.", examples=[30])]
    """The structure allows a day, so that old facts load; today's limits are a rule of offering."""
    buffer_before_minutes: Buffer = 0
    buffer_after_minutes: Buffer = 0
    price: Money

    def check(self) -> None:
        """Refuse a length that nobody can be booked for."""
        if not SHORTEST_VISIT <= self.length_minutes <= LONGEST_VISIT:
            raise VisitLengthOutOfRange(shortest=SHORTEST_VISIT, longest=LONGEST_VISIT)
