"""How far a series has come. It is told by its appointments: the series itself keeps no state."""

from collections.abc import Collection
from enum import StrEnum

from domain.scheduling.appointments.lifecycle import OPEN, AppointmentStatus


class SeriesState(StrEnum):
    """How far a series has come."""

    PENDING = "pending"
    """Something of it waits for the clinic's answer."""
    ACTIVE = "active"
    """Something of it is still ahead or under way, and nothing waits for an answer."""
    ENDED = "ended"
    """Nothing of it is left: each of its visits took place, was missed or is off."""

    @classmethod
    def of(cls, statuses: Collection[AppointmentStatus]) -> "SeriesState":
        """Tell how far a series has come whose appointments stand so."""
        if AppointmentStatus.PENDING in statuses:
            return cls.PENDING
        return cls.ENDED if OPEN.isdisjoint(statuses) else cls.ACTIVE
