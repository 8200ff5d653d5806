"""What the calendar needs from outside."""

from collections.abc import Iterable, Mapping, Sequence
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
    ListSeries,
)
from application.scheduling.series.views import SeriesLine, SeriesView
from application.scheduling.views import AppointmentView, AvailabilityView, BookingPolicyView, DayBoardLine, HoldView
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.repository import Repository
from domain.scheduling.appointments.agenda import Resource
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.hours.availability import Availability
from domain.scheduling.hours.booking_policy import BookingPolicy, ClinicBookingRules
from domain.scheduling.hours.provider_calendar import ProviderCalendar
from domain.scheduling.series.series import Series
from domain.scheduling.slots.hold import Hold, HoldId
from domain.scheduling.slots.search import SlotSearch
from domain.scheduling.slots.stretch import Stretch
from domain.shared.identifiers import AccountId, PatientId, ProviderId, RoomId, SiteId
from domain.shared.time import Span, TimeZone
from domain.shared.visits import VisitTypeCode


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
        """Raise ``NotFound`` unless the clinic registered the patient, ``Erased`` where it has forgotten them."""
        ...

    async def demand_sites(self, sites: Iterable[SiteId | None], execution: Execution) -> None:
        """Raise ``HoursAtUnknownSite`` unless the clinic has each site that is named."""
        ...


NOBODY: Final = UUID(int=0)
"""Who owns the decisions at a desk that is open for a series: none of them until it is asked about one visit."""


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

    async def several_series(self, query: ListSeries, execution: Execution) -> Page[SeriesLine]:
        """List series, the one that was booked last first."""
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


class DayBoard(Protocol):
    """The clinic's days, from the follower ``day-board``."""

    async def day(self, query: GetDayBoard, execution: Execution) -> Page[DayBoardLine]:
        """Show a day's visits by start, then id."""
        ...
