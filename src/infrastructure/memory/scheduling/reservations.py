"""Who and what is taken when, in this process."""

from collections import defaultdict
from uuid import UUID
from weakref import WeakKeyDictionary

from application.shared.transactions import LostRace
from domain.scheduling.appointments.agenda import Agenda, Reservation
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.slots.hold import Hold
from infrastructure.memory.log import MemorySession

Taken = dict[UUID, tuple[Reservation, ...]]
"""What each appointment and hold takes."""


class MemoryReservations:
    """Keeps what is taken, and lets nothing be taken twice when a session commits."""

    def __init__(self) -> None:
        self._taken: defaultdict[UUID, Taken] = defaultdict(dict)
        self._changing: WeakKeyDictionary[MemorySession, Taken] = WeakKeyDictionary()

    def agenda(self, clinic: UUID) -> Agenda:
        """Give everything that is taken in a clinic."""
        return _agenda(self._taken[clinic])

    def follow(self, session: MemorySession, aggregate: Appointment | Hold) -> None:
        """Have what the aggregate takes replaced when the session commits."""
        clinic, now = session.execution.clinic, session.execution.now
        claims = aggregate.reservations()
        changing = self._changing.setdefault(session, {})
        changing[aggregate.id] = claims

        def check() -> None:
            afterwards = _agenda(self._taken[clinic] | changing)
            if not afterwards.holds_together(claims, now):
                raise LostRace(aggregate.id)

        def apply() -> None:
            self._taken[clinic][aggregate.id] = claims

        session.on_commit(check, apply)


def _agenda(taken: Taken) -> Agenda:
    return Agenda(tuple(reservation for owned in taken.values() for reservation in owned))
