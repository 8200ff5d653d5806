"""Kinds of visit that a provider offers, as far as the calendar cares."""

from datetime import timedelta

from domain.shared.money import Money
from domain.shared.values import ValueObject
from domain.shared.visits import BufferMinutes, VisitMinutes, VisitMode, VisitTypeCode


class VisitType(ValueObject, frozen=True, kw_only=True, cache_hash=True):
    """A kind of visit as one provider offers it. Minutes are elapsed time.

    The buffers keep other visits away from the provider and the room; the patient is free during them.
    """

    code: VisitTypeCode
    mode: VisitMode
    length_minutes: VisitMinutes
    buffer_before_minutes: BufferMinutes = 0
    buffer_after_minutes: BufferMinutes = 0
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
