"""What may be asked of the calendar."""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from application.shared.paging import Cursor, Limit
from application.shared.query import Query
from domain.scheduling.appointments.lifecycle import AppointmentStatus
from domain.scheduling.series.occurrence import SeriesId
from domain.scheduling.series.state import SeriesState
from domain.scheduling.slots.hold import HoldId
from domain.scheduling.slots.search import SearchRangeTooLong
from domain.scheduling.waitlist.entry import WaitlistEntryId, WaitlistStatus
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, PatientId, ProviderId, RoomId, SiteId
from domain.shared.languages import LanguageTag
from domain.shared.places import Jurisdiction
from domain.shared.specialties import Specialty
from domain.shared.time import Day, Instant
from domain.shared.values import Public
from domain.shared.visits import VisitTypeCode

ZoneName = Annotated[
    Public[str], msgspec.Meta(min_length=1, max_length=64, description="IANA time zone.", examples=["America/New_York"])
]


class FindSlots(Query, frozen=True, kw_only=True):
    """Find free slots across providers."""

    operation: ClassVar[str] = "scheduling.find-slots"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (SearchRangeTooLong,)

    earliest: Instant = msgspec.field(name="from")
    """Slots start at this instant or later."""
    until: Instant
    """Slots start before this instant, at most 62 days after ``from``."""
    visit_type: VisitTypeCode
    jurisdiction: Jurisdiction | None = None
    """Where the patient will be, for a remote visit."""
    zone: ZoneName | None = None
    """The clock where the patient will be, for a remote visit."""
    site: SiteId | None = None
    """The site, which a visit in person needs; its own law and clock hold."""
    provider: tuple[ProviderId, ...] = ()
    """Only these providers; may repeat."""
    specialty: Specialty | None = None
    language: LanguageTag | None = None
    patient: PatientId | None = None
    """For whom: what meets a visit of theirs is not offered. A patient who names nobody searches for themselves."""
    after: Cursor | None = None
    limit: Limit = 100


class ExplainSlot(Query, frozen=True, kw_only=True):
    """Explain why a slot is offered or not.

    Every rule that stands against it is named, in the order in which they speak; a booking is refused with the first.
    """

    operation: ClassVar[str] = "scheduling.explain-slot"

    provider: ProviderId
    visit_type: VisitTypeCode
    starts_at: Instant
    jurisdiction: Jurisdiction | None = None
    """Where the patient will be, for a remote visit."""
    zone: ZoneName | None = None
    """The clock where the patient will be, for a remote visit."""
    site: SiteId | None = None
    """The site, which a visit in person needs; its own law and clock hold."""
    room: RoomId | None = None
    """Without one, a visit in person takes the first room of the site that is free."""
    patient: PatientId | None = None
    """For whom; a patient who asks, asks for themselves. Without one, nothing about a patient is looked at."""


class ExplainRefusal(Query, frozen=True, kw_only=True):
    """Explain why a command was refused.

    Who was refused may ask, and whoever runs the clinic's day.
    """

    operation: ClassVar[str] = "scheduling.explain-refusal"

    refusal: UUID
    """The id of the request that was refused: the problem's ``instance``, without ``urn:uuid:``."""


class GetAppointment(Query, frozen=True, kw_only=True):
    """Read an appointment."""

    operation: ClassVar[str] = "scheduling.get-appointment"

    appointment: AppointmentId
    as_of: Instant | None = None


class ListAppointments(Query, frozen=True, kw_only=True):
    """List appointments by start."""

    operation: ClassVar[str] = "scheduling.list-appointments"

    provider: ProviderId | None = None
    patient: PatientId | None = None
    series: SeriesId | None = None
    status: tuple[AppointmentStatus, ...] = ()
    """Only these states; may repeat."""
    needs_reassignment: bool | None = None
    """Only visits that need another provider; or only others."""
    earliest: Instant | None = msgspec.field(name="from", default=None)
    """Appointments start at this instant or later."""
    until: Instant | None = None
    """Appointments start before this instant."""
    after: Cursor | None = None
    limit: Limit = 50


class GetSeries(Query, frozen=True, kw_only=True):
    """Read a series with its occurrences."""

    operation: ClassVar[str] = "scheduling.get-series"

    series: SeriesId
    as_of: Instant | None = None


class ListSeries(Query, frozen=True, kw_only=True):
    """List series, the one that was booked last first."""

    operation: ClassVar[str] = "scheduling.list-series"

    provider: ProviderId | None = None
    """Only series with this provider, by their latest plan."""
    patient: PatientId | None = None
    state: tuple[SeriesState, ...] = ()
    """Only series that have come so far; may repeat."""
    after: Cursor | None = None
    limit: Limit = 50


class FindReplacements(Query, frozen=True, kw_only=True):
    """Find who could hold a visit instead of its provider.

    Those who are most like the visit's own provider come first. Where nobody is free then, the nearest times of others
    are offered.
    """

    operation: ClassVar[str] = "scheduling.find-replacements"

    appointment: AppointmentId


class ListCalendarLinks(Query, frozen=True, kw_only=True):
    """List calendar links in the order in which they were issued, without their secrets."""

    operation: ClassVar[str] = "scheduling.list-calendar-links"

    provider: ProviderId | None = None
    patient: PatientId | None = None
    after: Cursor | None = None
    limit: Limit = 50


class GetHold(Query, frozen=True, kw_only=True):
    """Read a hold."""

    operation: ClassVar[str] = "scheduling.get-hold"

    hold: HoldId
    as_of: Instant | None = None


class GetAvailability(Query, frozen=True, kw_only=True):
    """Read when a provider works."""

    operation: ClassVar[str] = "scheduling.get-availability"

    provider: ProviderId
    as_of: Instant | None = None


class GetBookingPolicy(Query, frozen=True, kw_only=True):
    """Read how the clinic lets visits be booked."""

    operation: ClassVar[str] = "scheduling.get-booking-policy"

    as_of: Instant | None = None


class GetDayBoard(Query, frozen=True, kw_only=True):
    """Read the clinic's day: who is seen when, and how far that has come.

    The board follows the log within moments; with the consistency token of a command it shows that command's effect.
    """

    operation: ClassVar[str] = "scheduling.get-day-board"

    day: Day
    """By the clinic's calendar."""
    provider: ProviderId | None = None
    site: SiteId | None = None
    after: Cursor | None = None
    limit: Limit = 100


class GetWaitlistEntry(Query, frozen=True, kw_only=True):
    """Read a patient's wait."""

    operation: ClassVar[str] = "scheduling.get-waitlist-entry"

    entry: WaitlistEntryId
    as_of: Instant | None = None


class ListWaitlist(Query, frozen=True, kw_only=True):
    """List who waits, in the order of the line: who is urgent first, then who joined first."""

    operation: ClassVar[str] = "scheduling.list-waitlist"

    visit_type: VisitTypeCode | None = None
    provider: ProviderId | None = None
    """Only waits for this provider alone, and those who are offered a slot of this provider's."""
    patient: PatientId | None = None
    status: tuple[WaitlistStatus, ...] = (WaitlistStatus.WAITING, WaitlistStatus.OFFERED)
    """Only these states; may repeat."""
    after: Cursor | None = None
    limit: Limit = 50
