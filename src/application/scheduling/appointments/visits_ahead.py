"""The port to the visits that have yet to begin, each with what the directory says of its provider."""

from datetime import datetime
from typing import NamedTuple, Protocol

from application.shared.execution import Execution
from domain.scheduling.appointments.provider_standing import ProviderStanding
from domain.scheduling.appointments.reassignment import ReassignmentCause, reassignment_cause
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.shared.identifiers import AppointmentId, ProviderId
from domain.shared.time import Instant
from domain.shared.values import ValueObject


class AheadCursor(ValueObject, frozen=True, kw_only=True):
    """A visit in the order of starts: the next page begins behind it."""

    starts_at: Instant
    appointment: AppointmentId


class VisitAhead(NamedTuple):
    """A visit that has yet to begin."""

    appointment: AppointmentId
    starts_at: datetime
    place: VisitPlace
    provider: ProviderId
    standing: ProviderStanding
    noted: ReassignmentCause | None
    """Why it needs another provider, as far as that is noted."""

    @property
    def cursor(self) -> AheadCursor:
        """Its place in the order."""
        return AheadCursor(starts_at=self.starts_at, appointment=self.appointment)

    def differs(self, policy: BookingPolicy, now: datetime) -> bool:
        """Tell whether something else is noted than is true today."""
        return reassignment_cause(self.place, self.starts_at, self.standing, policy, now) is not self.noted


class VisitsAhead(Protocol):
    """The clinic's visits that have yet to begin."""

    async def page(
        self, provider: ProviderId | None, after: AheadCursor | None, limit: int, execution: Execution
    ) -> tuple[VisitAhead, ...]:
        """Give visits that start after ``now``, by start, then id: one provider's, or everybody's. Nothing is held."""
        ...
