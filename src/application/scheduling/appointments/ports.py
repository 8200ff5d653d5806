"""What a decision about a booking needs from outside."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from application.shared.execution import Execution
from domain.scheduling.appointments.booking_desk import BookingDesk
from domain.scheduling.appointments.eligibility import PatientStanding
from domain.scheduling.appointments.planned_visit import PlannedVisit, VisitRequest
from domain.scheduling.appointments.provider_standing import ProviderStanding
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.slots.hold import HoldId
from domain.shared.identifiers import PatientId, ProviderId, RoomId, SiteId
from domain.shared.time import TimeZone
from domain.shared.visits import VisitTypeCode


class Purpose(NamedTuple):
    """What a desk is opened for."""

    owner: UUID
    """The appointment or hold that is decided on."""
    instead_of: PlannedVisit | None = None
    """What it takes now; held as well, so that nothing is given back and taken at the same moment."""
    using: HoldId | None = None
    """A hold that is to become the appointment, and therefore does not stand in the way."""

    def touches(self, request: VisitRequest, patient: PatientId | None) -> list[UUID]:
        """Name everything that a decision about a request has to hold."""
        things: list[UUID | None] = [request.provider, request.room, patient]
        if self.instead_of is not None:
            things += [self.instead_of.provider, self.instead_of.room]
        return [thing for thing in things if thing is not None]


class OpenDesk(NamedTuple):
    """A booking desk, and what was read with it."""

    desk: BookingDesk
    request: VisitRequest
    """The request with its place settled: at a site, the site's own law and clock."""
    standing: PatientStanding | None
    """What the registry says of the patient; ``None`` where no patient was named."""
    rooms: tuple[RoomId, ...] = ()
    """The rooms in use at the site, where there is one."""


class Attestation(NamedTuple):
    """What a patient's word on where they are is held against."""

    place: VisitPlace
    """The place settled: at a site, the site's own law and clock."""
    standing: PatientStanding
    """What the registry says of the patient."""
    provider: ProviderStanding
    """What the directory says of the provider."""
    policy: BookingPolicy


class Clearance(NamedTuple):
    """What has to hold still when the clinic says yes to a request."""

    standing: PatientStanding
    """What the registry says of the patient."""
    provider: ProviderStanding
    """What the directory says of the provider."""


class Enquiry(NamedTuple):
    """What is known of whoever wants a visit some day, and of where they would have it."""

    standing: PatientStanding
    """What the registry says of the patient."""
    place: VisitPlace
    """The place settled: at a site, the site's own law and clock."""


class BookingDesks(Protocol):
    """Reads what a decision about a booking looks at, and keeps it from changing until the command is over."""

    async def open(
        self, request: VisitRequest, patient: PatientId | None, purpose: Purpose, execution: Execution
    ) -> OpenDesk:
        """Hold the provider, the room and the patient, then read policy, hours, authority, standing and agenda.

        The site is held beside others who plan visits there, so that it is not closed meanwhile.

        Raises ``NotFound`` for a provider, patient, site or room that the clinic does not have, and ``Contended``
        where the wait for them is over.
        """
        ...

    async def clock(
        self, provider: ProviderId, execution: Execution, *things: UUID, sites: Collection[SiteId] = ()
    ) -> TimeZone:
        """Hold a provider and other things, then tell by which clock the provider's hours are read.

        For whoever knows only then at which instants a series wants to be settled. Raises as ``open`` does.
        """
        ...

    async def open_series(
        self, request: VisitRequest, starts: Sequence[datetime], patient: PatientId, execution: Execution
    ) -> OpenDesk:
        """Read what the decisions about visits of one kind at many times look at: all of it at once.

        Everything that they touch is held since ``clock`` was asked. Raises ``NotFound`` as ``open`` does.
        """
        ...

    async def attest(
        self, patient: PatientId, provider: ProviderId, place: VisitPlace, execution: Execution
    ) -> Attestation:
        """Hold the patient and the provider, then read the standing of both, and the policy.

        Raises ``NotFound`` as ``open`` does.
        """
        ...

    async def clear(self, patient: PatientId, provider: ProviderId, execution: Execution) -> Clearance:
        """Hold the patient and the provider, then read the standing of both. Raises ``NotFound`` as ``open`` does."""
        ...

    async def standings(
        self, providers: Collection[ProviderId], execution: Execution
    ) -> Mapping[ProviderId, ProviderStanding]:
        """Hold the providers, then read what the directory says of each that it knows."""
        ...

    async def enquire(
        self, patient: PatientId, place: VisitPlace, providers: Sequence[ProviderId], execution: Execution
    ) -> Enquiry:
        """Hold the patient, and the site as ``open`` does, then read standing and place.

        Raises ``NotFound`` for a patient, a site or one of the providers that the clinic does not have.
        """
        ...

    async def policy(self, execution: Execution) -> BookingPolicy:
        """Give the clinic's booking policy, the default where it has set none."""
        ...


class SlotInQuestion(NamedTuple):
    """A slot that somebody asks about."""

    provider: ProviderId
    visit_type: VisitTypeCode
    starts_at: datetime
    place: VisitPlace | SiteId
    """Where the patient will be; a site stands for its own law and clock."""
    room: RoomId | None = None
    patient: PatientId | None = None

    @classmethod
    def of(cls, request: VisitRequest, patient: PatientId | None) -> "SlotInQuestion":
        """Give the slot that a booking asks for."""
        return cls(request.provider, request.visit_type, request.starts_at, request.place, request.room, patient)

    @property
    def site(self) -> SiteId | None:
        """The site at which the patient will be, if at any."""
        return self.place.site if isinstance(self.place, VisitPlace) else self.place

    def at(self, place: VisitPlace) -> VisitRequest:
        """Give the request that would book it, at the place settled."""
        return VisitRequest(
            provider=self.provider, visit_type=self.visit_type, starts_at=self.starts_at, place=place, room=self.room
        )


class DeskReader(Protocol):
    """Reads what a booking desk would look at, and holds nothing: a moment later it may be otherwise."""

    async def read(self, slot: SlotInQuestion, execution: Execution) -> OpenDesk:
        """Read as ``BookingDesks.open`` does; where no room is named, the agenda of every room of the site as well.

        Raises ``NotFound`` as ``open`` does.
        """
        ...
