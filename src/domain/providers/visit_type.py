"""What a provider can be booked for."""

from typing import Annotated, Final

import msgspec

from domain.shared.errors import DomainError
from domain.shared.money import Money
from domain.shared.patterns import ONE_LINE
from domain.shared.values import Public, ValueObject
from domain.shared.visits import BufferMinutes, VisitMinutes, VisitMode, VisitTypeCode

SHORTEST_VISIT: Final = 5
"""Minutes."""
LONGEST_VISIT: Final = 480
"""Minutes: a working day."""


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


class VisitType(ValueObject, frozen=True, kw_only=True):
    """A kind of visit: how it is held, how long it takes, what it costs."""

    code: VisitTypeCode
    name: Annotated[
        Public[str],
        msgspec.Meta(
            max_length=100,
            pattern=ONE_LINE,
            examples=["First visit by video"],
        ),
    ]
    mode: VisitMode
    length_minutes: VisitMinutes
    buffer_before_minutes: BufferMinutes = 0
    buffer_after_minutes: BufferMinutes = 0
    price: Money

    def check(self) -> None:
        """Refuse a length that nobody can be booked for."""
        if not SHORTEST_VISIT <= self.length_minutes <= LONGEST_VISIT:
            raise VisitLengthOutOfRange(shortest=SHORTEST_VISIT, longest=LONGEST_VISIT)
