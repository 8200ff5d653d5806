"""Who is offered time that became free: the first in line whom a slot in it suits."""

from collections.abc import Iterable
from datetime import datetime

from domain.scheduling.slots.slots import Slot
from domain.scheduling.waitlist.entry import LetGo, Urgency, WaitlistEntryId
from domain.scheduling.waitlist.wish import WaitlistWish
from domain.shared.identifiers import PatientId, ProviderId
from domain.shared.time import Instant, Span
from domain.shared.values import ValueObject


class Opening(ValueObject, frozen=True, kw_only=True):
    """Time of a provider that was given back, or came to the hours."""

    provider: ProviderId
    within: Span


class Waiting(ValueObject, frozen=True, kw_only=True):
    """Somebody in line, as far as an offer asks."""

    entry: WaitlistEntryId
    patient: PatientId
    wish: WaitlistWish
    urgency: Urgency
    joined_at: Instant
    let_go: tuple[LetGo, ...] = ()

    @property
    def place(self) -> tuple[bool, datetime, WaitlistEntryId]:
        """Sorts as the line stands: who is urgent first, then who joined first."""
        return self.urgency is not Urgency.URGENT, self.joined_at, self.entry

    def window(self, opening: Opening, earliest: datetime) -> Span | None:
        """Give the time in which a slot would both lie in the opening, not before an instant, and on a wished day."""
        starts_at = max(self.wish.window.starts_at, opening.within.starts_at, earliest)
        ends_at = min(self.wish.window.ends_at, opening.within.ends_at)
        return Span(starts_at=starts_at, ends_at=ends_at) if starts_at < ends_at else None

    def first_fitting(self, slots: Iterable[Slot]) -> Slot | None:
        """Give the first slot that suits, and that has nothing of what was let go before."""
        return next((slot for slot in slots if self._would_take(slot)), None)

    def _would_take(self, slot: Slot) -> bool:
        let_go = (one.span for one in self.let_go if one.provider == slot.provider)
        return self.wish.suits(slot.provider, slot.span.starts_at) and not any(map(slot.span.overlaps, let_go))


def in_line(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Give people in the order in which they are offered time."""
    return sorted(waiting, key=lambda one: one.place)
