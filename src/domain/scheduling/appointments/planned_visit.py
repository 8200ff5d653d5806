"""A visit on the calendar: asked for, and settled."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from domain.scheduling.appointments.agenda import Reservation, Resource, ResourceKind
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.appointments.visit_type import VisitType
from domain.shared.identifiers import PatientId, ProviderId, RoomId
from domain.shared.patterns import SOMETHING_TO_READ
from domain.shared.time import Instant, Span, check_calendar, utc
from domain.shared.values import Clinical, ValueObject
from domain.shared.visits import VisitTypeCode

Reason = Annotated[
    Clinical[str],
    msgspec.Meta(
        min_length=1, max_length=2000, pattern=SOMETHING_TO_READ, description="In somebody's own words; clinical."
    ),
]


class VisitRequest(ValueObject, frozen=True, kw_only=True):
    """A visit that somebody asks for. No rule has looked at it yet."""

    provider: ProviderId
    visit_type: VisitTypeCode
    starts_at: Instant
    place: VisitPlace
    room: RoomId | None = None

    def __post_init__(self) -> None:
        check_calendar(self)
        msgspec.structs.force_setattr(self, "starts_at", utc(self.starts_at))


class PlannedVisit(ValueObject, frozen=True, kw_only=True):
    """A visit as it was settled, with the visit type as the provider offered it then. Its instant is UTC and stays."""

    provider: ProviderId
    visit_type: VisitType
    starts_at: Instant
    place: VisitPlace
    room: RoomId | None = None

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "starts_at", utc(self.starts_at))

    @property
    def span(self) -> Span:
        """From the visit's start to its end."""
        return Span.lasting(self.starts_at, self.visit_type.length)

    @property
    def occupied(self) -> Span:
        """The visit with its buffers: what provider and room are reserved for."""
        return self.span.widened(self.visit_type.buffer_before, self.visit_type.buffer_after)

    @property
    def request(self) -> VisitRequest:
        """What somebody asks for who wants this visit."""
        return VisitRequest(
            provider=self.provider,
            visit_type=self.visit_type.code,
            starts_at=self.starts_at,
            place=self.place,
            room=self.room,
        )

    def reservations(
        self, owner: UUID, patient: PatientId | None, *, expires_at: datetime | None = None, lane: int = 0
    ) -> tuple[Reservation, ...]:
        """Give what the visit takes from the provider, the room and, where known, the patient.

        Only the provider's time can be in a higher lane: a room and a patient are in one place whatever is decided.
        """
        taken = [(Resource(kind=ResourceKind.PROVIDER, id=self.provider), self.occupied, lane)]
        if self.room is not None:
            taken.append((Resource(kind=ResourceKind.ROOM, id=self.room), self.occupied, 0))
        if patient is not None:
            taken.append((Resource(kind=ResourceKind.PATIENT, id=patient), self.span, 0))
        return tuple(
            Reservation(resource=resource, span=span, owner=owner, lane=of_it, expires_at=expires_at)
            for resource, span, of_it in taken
        )
