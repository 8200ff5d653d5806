"""What the calendar needs from outside."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple, Protocol
from uuid import UUID

from application.scheduling.queries import (
    GetAppointment,
    GetAvailability,
    GetBookingPolicy,
    GetDayBoard,
    GetHold,
    GetSeries,
    ListAppointments,
    ListCalendarLinks,
)
from application.scheduling.views import (
    AppointmentView,
    AvailabilityView,
    BookingPolicyView,
    CalendarLinkView,
    DayBoardLine,
    HoldView,
    SeriesView,
)
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.repository import Repository
from domain.scheduling.agenda import Resource
from domain.scheduling.appointment import Appointment
from domain.scheduling.availability import Availability
from domain.scheduling.booking_desk import BookingDesk
from domain.scheduling.booking_policy import BookingPolicy, ClinicBookingRules
from domain.scheduling.calendar_link import CalendarLink, CalendarLinkId
from domain.scheduling.eligibility import PatientStanding
from domain.scheduling.hold import Hold, HoldId
from domain.scheduling.lifecycle import AppointmentStatus
from domain.scheduling.planned_visit import PlannedVisit, VisitRequest
from domain.scheduling.provider_calendar import ProviderCalendar
from domain.scheduling.provider_standing import ProviderStanding
from domain.scheduling.series import Series
from domain.scheduling.slot_search import SlotSearch
from domain.scheduling.stretch import Stretch
from domain.scheduling.visit_place import VisitPlace
from domain.shared.identifiers import AccountId, AppointmentId, ClinicId, PatientId, ProviderId, RoomId, SiteId
from domain.shared.time import Span, TimeZone
from domain.shared.visits import VisitMode, VisitTypeCode


class Appointments(Repository[Appointment], Protocol):
    """The clinic's appointments, to change. What they take is taken when the command commits, or not at all."""


class SeveralSeries(Repository[Series], Protocol):
    """The clinic's series, to change. Their appointments are changed beside them."""


class Holds(Repository[Hold], Protocol):
    """The clinic's holds, to change."""

    async def overdue(self, execution: Execution, limit: int) -> tuple[HoldId, ...]:
        """Name holds whose time is over and of which nobody has noted it yet, the oldest first."""
        ...


class Availabilities(Repository[Availability], Protocol):
    """The providers' hours, to change, by ``availability_of`` the provider."""


class BookingRules(Repository[ClinicBookingRules], Protocol):
    """The clinic's booking policy, to change, by ``booking_rules_of`` the clinic."""


class Directory(Protocol):
    """Who and what the clinic has, as far as calendars ask: providers, patients, sites."""

    async def zone(self, provider: ProviderId, execution: Execution) -> TimeZone:
        """Give the clock by which a provider works. Raises ``NotFound``."""
        ...

    async def demand_patient(self, patient: PatientId, execution: Execution) -> None:
        """Raise ``NotFound`` unless the clinic registered the patient."""
        ...

    async def demand_sites(self, sites: Iterable[SiteId | None], execution: Execution) -> None:
        """Raise ``HoursAtUnknownSite`` unless the clinic has each site that is named."""
        ...


class CalendarLinks(Repository[CalendarLink], Protocol):
    """The clinic's calendar links, to change."""


class OpenCalendar(NamedTuple):
    """What a link leads to: the visits of one provider, or of one patient."""

    clinic: ClinicId
    provider: ProviderId | None
    patient: PatientId | None


class CalendarSecrets(Protocol):
    """The secrets of calendar links. What is kept of one is a digest."""

    async def mint(self, link: CalendarLinkId, execution: Execution) -> str:
        """Make the secret of a new link, which opens it from the command's commit on."""
        ...

    async def forget(self, link: CalendarLinkId, execution: Execution) -> None:
        """Let a link's secret open nothing any more."""
        ...

    async def opened(self, secret: str) -> OpenCalendar | None:
        """Give what a secret opens, in whichever clinic that is open; ``None`` for one that opens nothing."""
        ...


class CalendarEntry(NamedTuple):
    """A visit as a calendar program is shown it. Nothing of it is personal."""

    appointment: AppointmentId
    version: int
    status: AppointmentStatus
    mode: VisitMode
    starts_at: datetime
    ends_at: datetime
    made_at: datetime
    changed_at: datetime
    site: str | None
    """The name of the site, for a visit in person."""


class CalendarFeeds(Protocol):
    """The visits that calendar programs are shown."""

    async def read(
        self, link: OpenCalendar, *, started_since: datetime, off_since: datetime
    ) -> tuple[CalendarEntry, ...]:
        """Give visits by start, then id; those that are off only where that came about since an instant."""
        ...


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


NOBODY: Final = UUID(int=0)
"""Who owns the decisions at a desk that is open for a series: none of them until it is asked about one visit."""


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
    provider: ProviderStanding
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

        Raises ``NotFound`` for a provider, patient, site or room that the clinic does not have, and ``Contended``
        where the wait for them is over.
        """
        ...

    async def clock(self, provider: ProviderId, execution: Execution, *things: UUID) -> TimeZone:
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

    async def attest(self, provider: ProviderId, place: VisitPlace, execution: Execution) -> Attestation:
        """Hold the provider, then read the provider's standing. Raises ``NotFound`` as ``open`` does."""
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
        """Hold the patient, then read standing and place.

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


class RefusedCommand(NamedTuple):
    """What the audit trail keeps of a refusal, as far as it is explained."""

    operation: str
    code: str
    """Of the rule that refused it."""
    at: datetime
    actor: AccountId


class RefusedCommands(Protocol):
    """The commands of the clinic that were refused."""

    async def find(self, request: UUID, execution: Execution) -> RefusedCommand | None:
        """Give the command that was refused in a request; ``None`` where none was."""
        ...


class SlotsWanted(NamedTuple):
    """Whose slots are looked for."""

    visit_type: VisitTypeCode
    place: VisitPlace | SiteId
    """Where the patient will be; a site stands for its own law and clock."""
    providers: tuple[ProviderId, ...] = ()
    """Those to search; none named means all."""
    specialty: str | None = None
    language: str | None = None
    patient: PatientId | None = None
    """For whom, where that was said."""

    @property
    def site(self) -> SiteId | None:
        """The site at which the patient will be, if at any."""
        return self.place.site if isinstance(self.place, VisitPlace) else self.place


class Calendars(NamedTuple):
    """What a search looks at before it asks who is booked."""

    policy: BookingPolicy
    place: VisitPlace
    """The place settled: at a site, the site's own law and clock."""
    providers: tuple[ProviderCalendar, ...]
    """Everybody who comes into question."""
    rooms: tuple[RoomId, ...] = ()
    """The rooms in use at the site, where there is one."""

    def search(self, visit_type: VisitTypeCode, within: Span, now: datetime) -> SlotSearch:
        """Give the search of these calendars for a kind of visit."""
        return SlotSearch(visit_type=visit_type, place=self.place, within=within, policy=self.policy, now=now)


Taken = Mapping[UUID, tuple[Stretch, ...]]
"""When providers, rooms and patients are taken, in order of start; whoever is free all the time is left out."""


class CalendarReader(Protocol):
    """Reads the calendars that a search looks at."""

    async def read(self, wanted: SlotsWanted, execution: Execution) -> Calendars:
        """Read what the rules say of every provider who comes into question. Raises ``NotFound``."""
        ...


class Bookings(Protocol):
    """Reads who and what is taken."""

    async def taken(
        self, resources: Sequence[Resource], around: Span, execution: Execution, sparing: Sequence[UUID] = ()
    ) -> Taken:
        """Read when providers, rooms and patients are taken by others than the appointments and holds to spare.

        What lies wholly outside the time around the search may be left out; so is a hold that ran out.
        """
        ...


class SchedulingQueries(Protocol):
    """The clinic's calendar, to look at. What is out of the actor's reach is not found."""

    async def appointment(self, query: GetAppointment, execution: Execution) -> AppointmentView:
        """Show one appointment, now or as of a past moment. Raises ``NotFound``."""
        ...

    async def appointments(self, query: ListAppointments, execution: Execution) -> Page[AppointmentView]:
        """List appointments by start, then id."""
        ...

    async def series(self, query: GetSeries, execution: Execution) -> SeriesView:
        """Show a series with its occurrences, now or as of a past moment. Raises ``NotFound``."""
        ...

    async def hold(self, query: GetHold, execution: Execution) -> HoldView:
        """Show one hold, now or as of a past moment. Raises ``NotFound``."""
        ...

    async def availability(self, query: GetAvailability, execution: Execution) -> AvailabilityView:
        """Show a provider's hours, now or as of a past moment. Raises ``NotFound``."""
        ...

    async def booking_policy(self, query: GetBookingPolicy, execution: Execution) -> BookingPolicyView:
        """Show the clinic's booking policy, the default where it has set none."""
        ...


class CalendarLinkList(Protocol):
    """The clinic's calendar links, to look at."""

    async def links(self, query: ListCalendarLinks, execution: Execution) -> Page[CalendarLinkView]:
        """List links in the order in which they were issued, those within the actor's reach."""
        ...


class DayBoard(Protocol):
    """The clinic's days, from the follower ``day-board``."""

    async def day(self, query: GetDayBoard, execution: Execution) -> Page[DayBoardLine]:
        """Show a day's visits by start, then id."""
        ...
