"""Which of a provider's time is free since a fact: what was given back, or what came to the hours."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from domain.scheduling.appointments.agenda import Reservation, ResourceKind
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.hours.availability import Availability
from domain.scheduling.slots.hold import Hold
from domain.scheduling.waitlist.line import Opening
from domain.shared.aggregate import Fact, fold
from domain.shared.identifiers import ProviderId
from domain.shared.time import Span

_HOURS: Final = (Availability.WeeklyHoursSet, Availability.ExtraHoursAdded, Availability.ExceptionRemoved)
_HOLDS: Final = (Hold.Released, Hold.Expired)
_VISITS: Final = (Appointment.Cancelled, Appointment.Declined, Appointment.Rescheduled, Appointment.Reassigned)

FREEING: Final[frozenset[type[Fact]]] = frozenset((*_HOURS, *_HOLDS, *_VISITS))
"""The facts since which time may be free. A patient who did not come gives none back: it is too late to offer it."""

_AHEAD: Final = timedelta(days=730)
"""Further than any clinic books."""


def freed(history: Sequence[Fact], now: datetime) -> Opening | None:
    """Give the time that is free since the last fact of a stream; ``None`` where it freed none that is still ahead.

    New hours may open any time, so all that is ahead is looked at.
    """
    last = history[-1]
    if isinstance(last, _HOURS):
        provider = fold(Availability, history).provider
        return Opening(provider=provider, within=Span.lasting(now, _AHEAD))
    if not isinstance(last, (*_HOLDS, *_VISITS)):
        return None
    kept = _taken(history)
    given_back = next((one for one in _taken(history[:-1]) if one not in kept), None)
    if given_back is None or given_back.span.ends_at <= now:
        return None
    return Opening(provider=ProviderId(given_back.resource.id), within=given_back.span)


def _taken(history: Sequence[Fact]) -> list[Reservation]:
    """Give what was taken of a provider's time."""
    owner: Hold | Appointment = fold(_owner(history), history)
    return [one for one in owner.reservations() if one.resource.kind is ResourceKind.PROVIDER]


def _owner(history: Sequence[Fact]) -> type[Hold] | type[Appointment]:
    return Hold if isinstance(history[0], Hold.Placed) else Appointment
