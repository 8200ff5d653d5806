"""The calendar's use cases in memory: a clinic with two providers, two patients and a site, and who works there."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from application.scheduling.appointments.approve_appointment import ApproveAppointment, ApproveAppointmentHandler
from application.scheduling.appointments.book_appointment import BookAppointment, BookAppointmentHandler
from application.scheduling.appointments.cancel_appointment import CancelAppointment, CancelAppointmentHandler
from application.scheduling.appointments.check_in import CheckIn, CheckInHandler
from application.scheduling.appointments.confirm_attendance import ConfirmAttendance, ConfirmAttendanceHandler
from application.scheduling.appointments.decline_appointment import DeclineAppointment, DeclineAppointmentHandler
from application.scheduling.appointments.explain_refusal import ExplainRefusalHandler
from application.scheduling.appointments.find_replacements import FindReplacementsHandler
from application.scheduling.appointments.fulfil_appointment import FulfilAppointment, FulfilAppointmentHandler
from application.scheduling.appointments.mark_no_show import MarkNoShow, MarkNoShowHandler
from application.scheduling.appointments.mark_not_held import MarkNotHeld, MarkNotHeldHandler
from application.scheduling.appointments.note_arrival import NoteArrival, NoteArrivalHandler
from application.scheduling.appointments.overbook_appointment import OverbookAppointment, OverbookAppointmentHandler
from application.scheduling.appointments.reassess_appointments import ReassessAppointments, ReassessAppointmentsHandler
from application.scheduling.appointments.reassign_appointment import ReassignAppointment, ReassignAppointmentHandler
from application.scheduling.appointments.reception import Reception
from application.scheduling.appointments.request_appointment import RequestAppointment, RequestAppointmentHandler
from application.scheduling.appointments.reschedule_appointment import (
    RescheduleAppointment,
    RescheduleAppointmentHandler,
)
from application.scheduling.hours.add_extra_hours import AddExtraHours, AddExtraHoursHandler
from application.scheduling.hours.add_time_off import AddTimeOff, AddTimeOffHandler
from application.scheduling.hours.remove_exception import RemoveException, RemoveExceptionHandler
from application.scheduling.hours.set_booking_policy import SetBookingPolicy, SetBookingPolicyHandler
from application.scheduling.hours.set_weekly_hours import SetWeeklyHours, SetWeeklyHoursHandler
from application.scheduling.queries import (
    ExplainRefusal,
    ExplainSlot,
    FindReplacements,
    FindSlots,
    GetAppointment,
    GetAvailability,
    GetBookingPolicy,
    GetHold,
    GetSeries,
    ListAppointments,
    ListSeries,
)
from application.scheduling.series.approve_series import ApproveSeries, ApproveSeriesHandler
from application.scheduling.series.book_series import BookSeries, BookSeriesHandler
from application.scheduling.series.cancel_series import CancelSeries, CancelSeriesHandler
from application.scheduling.series.change_series_following import ChangeSeriesFollowing, ChangeSeriesFollowingHandler
from application.scheduling.series.decline_series import DeclineSeries, DeclineSeriesHandler
from application.scheduling.series.reception import SeriesReception
from application.scheduling.slots.explain_slot import ExplainSlotHandler
from application.scheduling.slots.find_slots import FindSlotsHandler
from application.scheduling.slots.finding import SlotFinder
from application.scheduling.slots.place_hold import PlaceHold, PlaceHoldHandler
from application.scheduling.slots.release_hold import ReleaseHold, ReleaseHoldHandler
from application.scheduling.slots.tidy_expired_holds import TidyExpiredHolds, TidyExpiredHoldsHandler
from application.scheduling.views import AppointmentView
from application.shared.actor import Actor
from domain.identity.clinic import Clinic
from domain.patients.consent import ConsentKind, SaidByPatient
from domain.patients.demographics import Demographics
from domain.patients.patient import Patient
from domain.patients.verification import IdentityCheck
from domain.providers.authority import Authority, AuthorityId, AuthorityKind
from domain.providers.profile import Profile
from domain.providers.provider import Provider
from domain.providers.visit_type import VisitType as OfferedVisitType
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.visit_type import VisitType
from domain.scheduling.hours.availability import Availability
from domain.scheduling.hours.booking_policy import BookingPolicy, ClinicBookingRules
from domain.scheduling.series.series import Series
from domain.scheduling.slots.hold import Hold
from domain.shared.aggregate import Aggregate, Fact
from domain.shared.contacts import PersonName
from domain.shared.identifiers import AccountId, AppointmentId, PatientId, ProviderId
from domain.shared.money import Money
from domain.shared.roles import Role
from infrastructure.memory.log import MemorySession
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.repository import MemoryRepository
from infrastructure.memory.scheduling.calendars import MemoryCalendarReader
from infrastructure.memory.scheduling.desks import MemoryBookingDesks
from infrastructure.memory.scheduling.holds import MemoryHolds
from infrastructure.memory.scheduling.likeness import MemoryLikeness
from infrastructure.memory.scheduling.neighbours import MemoryDirectory, Neighbours
from infrastructure.memory.scheduling.queries import MemorySchedulingQueries
from infrastructure.memory.scheduling.refused_commands import MemoryRefusedCommands
from infrastructure.memory.scheduling.reservations import MemoryReservations
from infrastructure.memory.scheduling.visits_ahead import MemoryVisitsAhead
from unit.application_harness import Memory, UseCases, somebody
from unit.scheduling.practice import (
    AT_HOME,
    DOWNTOWN,
    DR_CHO,
    DR_LEE,
    EXAM,
    HOME,
    MIA,
    MONDAY_NOON,
    NEW_YORK,
    NINE,
    PHONE,
    ROOM_A,
    ROOM_B,
    TOM,
    VIDEO,
    asking,
    every_day,
)

_SOMEBODY = AccountId(UUID(int=9))
_LICENCE = Authority(
    kind=AuthorityKind.LICENSE, profession="physician", jurisdiction="US-NY", valid_from=date(2020, 1, 1)
)


class FrontDesk(UseCases):
    """A clinic whose clock stands on Monday at noon, and whose Dr Lee and Dr Cho see patients from nine to five."""

    def __init__(self) -> None:
        memory = Memory()
        memory.clock.at = MONDAY_NOON
        self.taken = MemoryReservations()
        neighbours = Neighbours(memory.log)
        follow: Callable[[MemorySession, Any], None] = self.taken.follow
        appointments = MemoryRepository(
            Appointment, memory.log, patient=lambda it: it.patient, provider=lambda it: it.visit.provider, follow=follow
        )
        holds = MemoryHolds(
            Hold, memory.log, patient=lambda it: it.patient, provider=lambda it: it.visit.provider, follow=follow
        )
        series = MemoryRepository(
            Series, memory.log, patient=lambda it: it.patient, provider=lambda it: it.plan.visit.provider
        )
        hours = MemoryRepository(Availability, memory.log, provider=lambda it: it.provider)
        rules = MemoryRepository(ClinicBookingRules, memory.log)
        directory = MemoryDirectory(neighbours)
        desks = MemoryBookingDesks(neighbours, self.taken, memory.locks)
        calendars = MemoryCalendarReader(neighbours, self.taken)
        finder = SlotFinder(calendars)
        reception = Reception(desks, finder, holds)
        series_reception = SeriesReception(desks)
        questions = MemorySchedulingQueries(
            appointments, series, holds, hours, rules, OnePerson(memory.log), memory.log
        )
        super().__init__(
            memory,
            memory.command(SetBookingPolicy, SetBookingPolicyHandler(rules)),
            memory.command(SetWeeklyHours, SetWeeklyHoursHandler(hours, directory)),
            memory.command(AddExtraHours, AddExtraHoursHandler(hours, directory)),
            memory.command(AddTimeOff, AddTimeOffHandler(hours)),
            memory.command(RemoveException, RemoveExceptionHandler(hours)),
            memory.command(PlaceHold, PlaceHoldHandler(reception, holds)),
            memory.command(ReleaseHold, ReleaseHoldHandler(holds)),
            memory.command(TidyExpiredHolds, TidyExpiredHoldsHandler(holds)),
            memory.command(BookAppointment, BookAppointmentHandler(reception, appointments)),
            memory.command(OverbookAppointment, OverbookAppointmentHandler(reception, appointments)),
            memory.command(RequestAppointment, RequestAppointmentHandler(reception, appointments)),
            memory.command(ApproveAppointment, ApproveAppointmentHandler(appointments, desks)),
            memory.command(DeclineAppointment, DeclineAppointmentHandler(appointments)),
            memory.command(RescheduleAppointment, RescheduleAppointmentHandler(appointments, reception, memory.locks)),
            memory.command(CancelAppointment, CancelAppointmentHandler(appointments, desks)),
            memory.command(ConfirmAttendance, ConfirmAttendanceHandler(appointments, desks)),
            memory.command(BookSeries, BookSeriesHandler(series_reception, series, appointments)),
            memory.command(
                ChangeSeriesFollowing,
                ChangeSeriesFollowingHandler(series_reception, series, appointments, memory.locks),
            ),
            memory.command(CancelSeries, CancelSeriesHandler(series, appointments, desks)),
            memory.command(ApproveSeries, ApproveSeriesHandler(series, appointments, desks, memory.locks)),
            memory.command(DeclineSeries, DeclineSeriesHandler(series, appointments)),
            memory.command(NoteArrival, NoteArrivalHandler(appointments, desks)),
            memory.command(CheckIn, CheckInHandler(appointments, desks)),
            memory.command(FulfilAppointment, FulfilAppointmentHandler(appointments)),
            memory.command(MarkNoShow, MarkNoShowHandler(appointments, desks)),
            memory.command(MarkNotHeld, MarkNotHeldHandler(appointments)),
            memory.command(
                ReassessAppointments,
                ReassessAppointmentsHandler(appointments, desks, MemoryVisitsAhead(memory.log, neighbours)),
            ),
            memory.command(ReassignAppointment, ReassignAppointmentHandler(appointments, reception, memory.locks)),
            memory.query(
                FindReplacements,
                FindReplacementsHandler(questions, calendars, calendars, finder, MemoryLikeness(neighbours)),
            ),
            memory.query(FindSlots, FindSlotsHandler(calendars, finder)),
            memory.query(ExplainSlot, ExplainSlotHandler(desks)),
            memory.query(ExplainRefusal, ExplainRefusalHandler(MemoryRefusedCommands(memory.log))),
            memory.query(GetAppointment, questions.appointment),
            memory.query(ListAppointments, questions.appointments),
            memory.query(GetSeries, questions.series),
            memory.query(ListSeries, questions.several_series),
            memory.query(GetHold, questions.hold),
            memory.query(GetAvailability, questions.availability),
            memory.query(GetBookingPolicy, questions.booking_policy),
        )
        self.clinic = memory.open_clinic("America/New_York")
        self.owner = somebody(self.clinic, Role.OWNER)
        self.desk = somebody(self.clinic, Role.FRONT_DESK)
        self.system = somebody(self.clinic, Role.SYSTEM)
        self.dr_lee = somebody(self.clinic, Role.CLINICIAN, provider=DR_LEE)
        self.mia = somebody(self.clinic, Role.PATIENT, patient=MIA)
        self.tom = somebody(self.clinic, Role.PATIENT, patient=TOM)
        self._furnish()

    def tell(self, aggregate: type[Aggregate], stream: UUID, *facts: Fact) -> None:
        """Add to what has happened in another context."""
        told = self.memory.log.streams[self.clinic, stream]
        assert all(type(fact).__qualname__.startswith(aggregate.__qualname__) for fact in facts)
        for fact in facts:
            told.append(replace(fact, originator_id=stream, originator_version=len(told) + 1, timestamp=MONDAY_NOON))

    def _furnish(self) -> None:
        site: dict[str, Any] = {"jurisdiction": "US-NY", "zone": NEW_YORK, "address": HOME.address}
        self.tell(
            Clinic,
            self.clinic,
            Clinic.SiteAdded(site_id=DOWNTOWN, name="Downtown", **site),
            Clinic.RoomAdded(room_id=ROOM_A, site_id=DOWNTOWN, name="Room A"),
            Clinic.RoomAdded(room_id=ROOM_B, site_id=DOWNTOWN, name="Room B"),
        )
        for provider, languages in ((DR_LEE, ("en",)), (DR_CHO, ("en", "ko"))):
            profile = Profile(zone=NEW_YORK, languages=languages, specialties=("family-medicine",))
            self.tell(
                Provider,
                provider,
                Provider.Added(name=PersonName(family="Lee", given="Robin"), profile=profile),
                Provider.AuthorityGranted(authority_id=AuthorityId(UUID(int=1)), authority=_LICENCE, number="MD-1"),
                *(Provider.VisitTypeOffered(visit_type=_offered(kind)) for kind in (VIDEO, PHONE, EXAM)),
            )
        who = Demographics(name=PersonName(family="Sanchez", given="Mia"), birth_date=date(1988, 2, 29))
        for patient in (MIA, TOM):
            self.tell(
                Patient,
                patient,
                Patient.Registered(demographics=who),
                Patient.IdentityVerified(method=IdentityCheck.PHOTO_ID, verified_by=_SOMEBODY, verified_at=MONDAY_NOON),
                Patient.ConsentGiven(
                    kind=ConsentKind.TELEHEALTH,
                    text_version="2030-01",
                    given_by=SaidByPatient(),
                    given_at=MONDAY_NOON,
                ),
            )

    async def opens(self, *providers: ProviderId) -> "FrontDesk":
        """Give providers their hours, all where none is named."""
        for provider in providers or (DR_LEE, DR_CHO):
            await self.do(SetWeeklyHours(provider=provider, hours=every_day("09:00", "17:00")), self.desk)
        return self

    async def has(self, **terms: Any) -> None:
        """Let the owner set the booking policy."""
        await self.do(SetBookingPolicy(policy=BookingPolicy(**terms)), self.owner)

    async def booked(self, starts_at: datetime = NINE, by: Actor | None = None, **more: Any) -> AppointmentId:
        """Book Mia in, as the front desk unless said."""
        receipt = await self.do(booking(starts_at, **more), by or self.desk)
        return AppointmentId(UUID(receipt["id"]))

    async def shown(self, appointment: AppointmentId) -> AppointmentView:
        """Read an appointment as the owner, who is shown all of it."""
        view: AppointmentView = await self.ask(GetAppointment(appointment=appointment), self.owner)
        return view

    async def free(self, until: datetime, earliest: datetime = NINE, **more: Any) -> list[tuple[ProviderId, datetime]]:
        """Search free slots as the front desk."""
        usual: dict[str, Any] = {"visit_type": VIDEO.code, "jurisdiction": AT_HOME.jurisdiction, "zone": NEW_YORK.name}
        page = await self.ask(FindSlots(earliest=earliest, until=until, **(usual | more)), self.desk)
        return [(slot.provider, slot.starts_at) for slot in page.items]


def booking(
    starts_at: datetime = NINE, visit_type: VisitType = VIDEO, patient: PatientId = MIA, **more: Any
) -> BookAppointment:
    """Book a patient in; words of the visit itself (provider, room, place) go into the visit."""
    visit = {name: more.pop(name) for name in ("provider", "room", "place") if name in more}
    whereabouts = HOME if visit_type.mode is not EXAM.mode else None
    return BookAppointment(
        patient=patient, visit=asking(starts_at, visit_type, **visit), **({"whereabouts": whereabouts} | more)
    )


def _offered(kind: VisitType) -> OfferedVisitType:
    return OfferedVisitType(
        code=kind.code,
        name=kind.code,
        mode=kind.mode,
        length_minutes=kind.length_minutes,
        buffer_before_minutes=kind.buffer_before_minutes,
        buffer_after_minutes=kind.buffer_after_minutes,
        price=Money(minor=7500, currency="USD"),
    )
