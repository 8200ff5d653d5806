"""Who and what is taken when. The one invariant of the calendar: nothing is taken twice."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from itertools import count
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from domain.scheduling.slots.stretch import Stretch
from domain.shared.errors import DomainError
from domain.shared.time import Instant, Span, TimeZone
from domain.shared.values import ValueObject


class ProviderTaken(DomainError):
    """A provider sees one patient at a time."""

    code = "scheduling.provider-taken"
    mend = "Choose one of the next free slots."


class RoomTaken(DomainError):
    """A room serves one visit at a time."""

    code = "scheduling.room-taken"
    mend = "Choose another room, or one of the next free slots."


class PatientTaken(DomainError):
    """A patient has one visit at a time."""

    code = "scheduling.patient-taken"
    mend = "Choose a time at which the patient has no other visit, or move the other visit first."


class ResourceKind(StrEnum):
    """What can be taken."""

    PROVIDER = "provider"
    ROOM = "room"
    PATIENT = "patient"


TAKEN: Final[dict[ResourceKind, type[DomainError]]] = {
    ResourceKind.PROVIDER: ProviderTaken,
    ResourceKind.ROOM: RoomTaken,
    ResourceKind.PATIENT: PatientTaken,
}
"""The rule that protects each kind of resource."""


class Resource(ValueObject, frozen=True, kw_only=True):
    """A provider, a room or a patient."""

    kind: ResourceKind
    id: UUID


class Reservation(ValueObject, frozen=True, kw_only=True):
    """A stretch of time that an appointment or a hold takes from a resource, buffers included."""

    resource: Resource
    span: Span
    owner: UUID
    """The appointment or the hold. Reservations of one owner never stand in each other's way."""

    lane: int = 0
    """Reservations exclude each other within a lane; the provider's time of an overbooking sits in a higher one."""

    expires_at: Instant | None = None
    """For a hold: from this instant on the time is free again."""

    def has_lapsed(self, now: datetime) -> bool:
        """Tell whether it was a hold that has run out."""
        return self.expires_at is not None and self.expires_at <= now

    def meets(self, other: "Reservation") -> bool:
        """Tell whether two owners take one thing at one time."""
        return self.resource == other.resource and self.owner != other.owner and self.span.overlaps(other.span)

    def excludes(self, other: "Reservation") -> bool:
        """Tell whether two reservations cannot both stand."""
        return self.lane == other.lane and self.meets(other)

    def stands_against(self, claim: "Reservation") -> bool:
        """Tell whether a claim is refused for this reservation: what is claimed as usual must be free in every lane."""
        return (claim.lane in (0, self.lane)) and self.meets(claim)


class Agenda(ValueObject, frozen=True):
    """The reservations around a decision, read under the locks of their resources.

    ``now`` tells which holds have run out.
    """

    reservations: tuple[Reservation, ...] = ()

    def without(self, *owners: UUID) -> "Agenda":
        """Give the agenda as if some appointments or holds were not there: the hold that a booking uses."""
        return Agenda(tuple(kept for kept in self.reservations if kept.owner not in owners))

    def of_one_person(self, patient: UUID, records: Collection[UUID]) -> "Agenda":
        """Give the agenda in which whatever a person's records take is taken from the patient who is asked about.

        Records that are linked are of one person, who cannot be in two places.
        """
        itself = Resource(kind=ResourceKind.PATIENT, id=patient)
        own = {Resource(kind=ResourceKind.PATIENT, id=record) for record in records}
        return Agenda(
            tuple(replace(taken, resource=itself) if taken.resource in own else taken for taken in self.reservations)
        )

    def refusals(self, claims: Iterable[Reservation], now: datetime) -> Iterator[DomainError]:
        """Give a refusal for each claim that something stands in the way of, naming the first that does."""
        standing = sorted(self._standing(now), key=lambda other: other.span)
        for claim in claims:
            other = next((one for one in standing if one.stands_against(claim)), None)
            if other is not None:
                busy = other.span
                yield TAKEN[claim.resource.kind](
                    resource=claim.resource.kind, starts_at=busy.starts_at, ends_at=busy.ends_at
                )

    def holds_together(self, claims: Iterable[Reservation], now: datetime) -> bool:
        """Tell whether claims can stand beside everything else: what the constraint under the agenda asks."""
        standing = tuple(self._standing(now))
        return not any(other.excludes(claim) for claim in claims for other in standing)

    def free_lane(self, claim: Reservation, now: datetime) -> int:
        """Give the lowest lane above the usual one in which a claim meets nothing."""
        used = {other.lane for other in self._standing(now) if other.meets(claim)}
        return next(lane for lane in count(1) if lane not in used)

    def held(self) -> "Agenda":
        """Give what is only held, and not booked."""
        return Agenda(tuple(kept for kept in self.reservations if kept.expires_at is not None))

    def demand_free(self, claims: Iterable[Reservation], now: datetime) -> None:
        """Raise ``ProviderTaken``, ``RoomTaken`` or ``PatientTaken`` unless everything claimed is free."""
        for refusal in self.refusals(claims, now):
            raise refusal

    def reserve(self, claims: Iterable[Reservation], now: datetime) -> "Agenda":
        """Give the agenda with the claims taken; what their owners had reserved before is given up.

        Raises as ``demand_free`` does, and then nothing is taken.
        """
        claimed = tuple(claims)
        self.demand_free(claimed, now)
        owners = {claim.owner for claim in claimed}
        kept = (other for other in self._standing(now) if other.owner not in owners)
        return Agenda((*kept, *claimed))

    def taken(self, resource: Resource, now: datetime) -> tuple[Stretch, ...]:
        """Give the times at which a resource is taken, in order, for a search of free slots."""
        spans = (other.span for other in self._standing(now) if other.resource == resource)
        return tuple(sorted(Stretch(span.starts_at, span.ends_at) for span in spans))

    def visits_on(self, day: date, resource: Resource, zone: TimeZone, now: datetime) -> int:
        """Count a resource's reservations that begin, buffers included, on a local day."""
        starts = (other.span.starts_at for other in self._standing(now) if other.resource == resource)
        return sum(zone.date(start) == day for start in starts)

    def _standing(self, now: datetime) -> Iterator[Reservation]:
        return (kept for kept in self.reservations if not kept.has_lapsed(now))
