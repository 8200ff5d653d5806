"""The calendar's use cases."""

from dependency_injector import containers, providers

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
from application.scheduling.calendars.feed import CalendarReading
from application.scheduling.calendars.issue_calendar_link import (
    CalendarLinkIssuing,
    IssuePatientCalendarLink,
    IssuePatientCalendarLinkHandler,
    IssueProviderCalendarLink,
    IssueProviderCalendarLinkHandler,
)
from application.scheduling.calendars.revoke_calendar_link import RevokeCalendarLink, RevokeCalendarLinkHandler
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
    GetDayBoard,
    GetHold,
    GetSeries,
    GetWaitlistEntry,
    ListAppointments,
    ListCalendarLinks,
    ListSeries,
    ListWaitlist,
)
from application.scheduling.series.approve_series import ApproveSeries, ApproveSeriesHandler
from application.scheduling.series.book_series import BookSeries, BookSeriesHandler
from application.scheduling.series.cancel_series import CancelSeries, CancelSeriesHandler
from application.scheduling.series.change_series_following import ChangeSeriesFollowing, ChangeSeriesFollowingHandler
from application.scheduling.series.decline_series import DeclineSeries, DeclineSeriesHandler
from application.scheduling.series.reception import SeriesReception
from application.scheduling.series.views import SeriesRecord
from application.scheduling.slots.explain_slot import ExplainSlotHandler
from application.scheduling.slots.find_slots import FindSlotsHandler
from application.scheduling.slots.finding import SlotFinder
from application.scheduling.slots.place_hold import PlaceHold, PlaceHoldHandler
from application.scheduling.slots.release_hold import ReleaseHold, ReleaseHoldHandler
from application.scheduling.slots.tidy_expired_holds import TidyExpiredHolds, TidyExpiredHoldsHandler
from application.scheduling.views import (
    AppointmentView,
    AvailabilityView,
    BookingPolicyView,
    CalendarLinkView,
    HoldView,
)
from application.scheduling.waitlist.accept_offer import AcceptOffer, AcceptOfferHandler
from application.scheduling.waitlist.fulfil_wait import FulfilWait, FulfilWaitHandler
from application.scheduling.waitlist.join_waitlist import JoinWaitlist, JoinWaitlistHandler
from application.scheduling.waitlist.leave_waitlist import LeaveWaitlist, LeaveWaitlistHandler
from application.scheduling.waitlist.offer_freed_time import OfferFreedTime, OfferFreedTimeHandler, OfferToMatch
from application.scheduling.waitlist.offer_slot import OfferSlot, OfferSlotHandler
from application.scheduling.waitlist.pass_offer import PassOffer, PassOfferHandler
from application.scheduling.waitlist.set_waitlist_urgency import SetWaitlistUrgency, SetWaitlistUrgencyHandler
from application.scheduling.waitlist.tidy_waitlist import TidyWaitlist, TidyWaitlistHandler
from application.scheduling.waitlist.views import WaitlistEntryView
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.calendars.link import CalendarLink
from domain.scheduling.hours.availability import Availability
from domain.scheduling.hours.booking_policy import ClinicBookingRules
from domain.scheduling.series.series import Series
from domain.scheduling.slots.hold import Hold
from domain.scheduling.waitlist.entry import WaitlistEntry
from infrastructure.containers.wiring import command, query
from infrastructure.crypto.opaque_tokens import OpaqueTokens
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.repository import MemoryRepository
from infrastructure.memory.scheduling.calendar_feeds import MemoryCalendarFeeds
from infrastructure.memory.scheduling.calendar_links import MemoryCalendarLinkList
from infrastructure.memory.scheduling.calendar_secrets import MemoryCalendarSecrets
from infrastructure.memory.scheduling.calendars import MemoryCalendarReader
from infrastructure.memory.scheduling.day_board import MemoryDayBoard
from infrastructure.memory.scheduling.desks import MemoryBookingDesks
from infrastructure.memory.scheduling.holds import MemoryHolds
from infrastructure.memory.scheduling.likeness import MemoryLikeness
from infrastructure.memory.scheduling.neighbours import MemoryDirectory, Neighbours
from infrastructure.memory.scheduling.queries import MemorySchedulingQueries
from infrastructure.memory.scheduling.refused_commands import MemoryRefusedCommands
from infrastructure.memory.scheduling.reservations import MemoryReservations
from infrastructure.memory.scheduling.visits_ahead import MemoryVisitsAhead
from infrastructure.memory.scheduling.waiting_line import MemoryFreedTimes, MemoryWaitingLine
from infrastructure.memory.scheduling.waitlist import MemoryWaitlistEntries
from infrastructure.memory.scheduling.waitlist_queries import MemoryWaitlistQueries
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.scheduling.calendar_feeds import PostgresCalendarFeeds
from infrastructure.postgres.scheduling.calendar_links import PostgresCalendarLinkList
from infrastructure.postgres.scheduling.calendar_secrets import PostgresCalendarSecrets
from infrastructure.postgres.scheduling.calendars import CommandBookings, PostgresBookings, PostgresCalendarReader
from infrastructure.postgres.scheduling.day_board import FOLLOWER, PostgresDayBoard
from infrastructure.postgres.scheduling.desks import PostgresBookingDesks, PostgresDeskReader
from infrastructure.postgres.scheduling.directory import PostgresDirectory
from infrastructure.postgres.scheduling.freed_times import PostgresFreedTimes
from infrastructure.postgres.scheduling.holds import PostgresHolds
from infrastructure.postgres.scheduling.likeness import PostgresLikeness
from infrastructure.postgres.scheduling.queries import PostgresSchedulingQueries
from infrastructure.postgres.scheduling.refused_commands import PostgresRefusedCommands
from infrastructure.postgres.scheduling.reservations import Reservations
from infrastructure.postgres.scheduling.visits_ahead import PostgresVisitsAhead
from infrastructure.postgres.scheduling.waiting_line import PostgresWaitingLine
from infrastructure.postgres.scheduling.waitlist import PostgresWaitlistEntries
from infrastructure.postgres.scheduling.waitlist_queries import PostgresWaitlistQueries
from infrastructure.postgres.tables import scheduling as tables


def _patient(aggregate: Appointment | Hold | Series | WaitlistEntry | CalendarLink) -> object:
    return aggregate.patient


def _provider_seen(aggregate: Appointment | Hold) -> object:
    return aggregate.visit.provider


def _provider_of_series(series: Series) -> object:
    return series.plan.visit.provider


def _provider(aggregate: Availability | WaitlistEntry | CalendarLink) -> object:
    return aggregate.provider


class SchedulingContainer(containers.DeclarativeContainer):
    """Wires the calendar."""

    shared = providers.DependenciesContainer()

    # What is shown, one read model each.
    appointment_rows = providers.Singleton(
        ReadModel,
        tables.appointment,
        Appointment,
        AppointmentView,
        AppointmentView.of,
        shared.keys,
        subject=lambda view: view.patient,
    )
    series_rows = providers.Singleton(ReadModel, tables.series, Series, SeriesRecord, SeriesRecord.of, shared.keys)
    hold_rows = providers.Singleton(ReadModel, tables.hold, Hold, HoldView, HoldView.of, shared.keys)
    availability_rows = providers.Singleton(
        ReadModel, tables.availability, Availability, AvailabilityView, AvailabilityView.of, shared.keys
    )
    policy_rows = providers.Singleton(
        ReadModel, tables.booking_policy, ClinicBookingRules, BookingPolicyView, BookingPolicyView.of, shared.keys
    )
    waitlist_rows = providers.Singleton(
        ReadModel,
        tables.waitlist_entry,
        WaitlistEntry,
        WaitlistEntryView,
        WaitlistEntryView.of,
        shared.keys,
        subject=lambda view: view.patient,
    )

    # What is kept in memory.
    neighbours = providers.Singleton(Neighbours, shared.log)
    taken = providers.Singleton(MemoryReservations)
    appointments_in_memory = providers.Singleton(
        MemoryRepository,
        Appointment,
        shared.log,
        patient=_patient,
        provider=_provider_seen,
        follow=taken.provided.follow,
    )
    series_in_memory = providers.Singleton(
        MemoryRepository, Series, shared.log, patient=_patient, provider=_provider_of_series
    )
    holds_in_memory = providers.Singleton(
        MemoryHolds, Hold, shared.log, patient=_patient, provider=_provider_seen, follow=taken.provided.follow
    )
    availabilities_in_memory = providers.Singleton(MemoryRepository, Availability, shared.log, provider=_provider)
    rules_in_memory = providers.Singleton(MemoryRepository, ClinicBookingRules, shared.log)
    waitlist_in_memory = providers.Singleton(MemoryWaitlistEntries, shared.log)

    # The ports.
    appointments = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository,
            Appointment,
            shared.store,
            providers.List(appointment_rows, providers.Singleton(Reservations, "appointment")),
            patient=_patient,
            provider=_provider_seen,
        ),
        memory=appointments_in_memory,
    )
    series = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository,
            Series,
            shared.store,
            providers.List(series_rows),
            patient=_patient,
            provider=_provider_of_series,
        ),
        memory=series_in_memory,
    )
    holds = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresHolds,
            Hold,
            shared.store,
            providers.List(hold_rows, providers.Singleton(Reservations, "hold")),
            patient=_patient,
            provider=_provider_seen,
        ),
        memory=holds_in_memory,
    )
    availabilities = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository, Availability, shared.store, providers.List(availability_rows), provider=_provider
        ),
        memory=availabilities_in_memory,
    )
    rules = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresRepository, ClinicBookingRules, shared.store, providers.List(policy_rows)),
        memory=rules_in_memory,
    )
    waitlist = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresWaitlistEntries,
            WaitlistEntry,
            shared.store,
            providers.List(waitlist_rows),
            patient=_patient,
            provider=_provider,
        ),
        memory=waitlist_in_memory,
    )
    freed_times = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresFreedTimes, shared.pool, shared.codec),
        memory=providers.Singleton(MemoryFreedTimes, shared.log),
    )
    waiting_line = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresWaitingLine, shared.pool),
        memory=providers.Singleton(MemoryWaitingLine, waitlist_in_memory, neighbours),
    )
    directory = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresDirectory),
        memory=providers.Singleton(MemoryDirectory, neighbours),
    )
    desks = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresBookingDesks, shared.locks, shared.keys),
        memory=providers.Singleton(MemoryBookingDesks, neighbours, taken, shared.locks),
    )
    desk_reader = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresDeskReader, shared.pool, shared.keys),
        memory=providers.Singleton(MemoryBookingDesks, neighbours, taken, shared.locks),
    )
    refused = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresRefusedCommands, shared.pool),
        memory=providers.Singleton(MemoryRefusedCommands, shared.log),
    )
    ahead = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresVisitsAhead),
        memory=providers.Singleton(MemoryVisitsAhead, shared.log, neighbours),
    )
    calendars_in_memory = providers.Singleton(MemoryCalendarReader, neighbours, taken)
    calendars = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresCalendarReader, shared.pool),
        memory=calendars_in_memory,
    )
    bookings = providers.Selector(
        shared.storage, postgres=providers.Singleton(PostgresBookings, shared.pool), memory=calendars_in_memory
    )
    bookings_in_command = providers.Selector(
        shared.storage, postgres=providers.Singleton(CommandBookings), memory=calendars_in_memory
    )
    questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresSchedulingQueries,
            appointment_rows,
            series_rows,
            hold_rows,
            availability_rows,
            policy_rows,
            shared.reads,
            shared.lists,
        ),
        memory=providers.Singleton(
            MemorySchedulingQueries,
            appointments_in_memory,
            series_in_memory,
            holds_in_memory,
            availabilities_in_memory,
            rules_in_memory,
            providers.Singleton(OnePerson, shared.log),
            shared.log,
        ),
    )
    waitlist_questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresWaitlistQueries, waitlist_rows, shared.reads, shared.lists),
        memory=providers.Singleton(MemoryWaitlistQueries, waitlist_in_memory),
    )
    link_rows = providers.Singleton(
        ReadModel, tables.calendar_link, CalendarLink, CalendarLinkView, CalendarLinkView.of, shared.keys
    )
    links_in_memory = providers.Singleton(
        MemoryRepository, CalendarLink, shared.log, patient=_patient, provider=_provider
    )
    links = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository,
            CalendarLink,
            shared.store,
            providers.List(link_rows),
            patient=_patient,
            provider=_provider,
        ),
        memory=links_in_memory,
    )
    link_list = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresCalendarLinkList, link_rows, shared.lists),
        memory=providers.Singleton(MemoryCalendarLinkList, links_in_memory),
    )
    calendar_tokens = providers.Singleton(OpaqueTokens, "pcal")
    calendar_secrets = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresCalendarSecrets, shared.pool, calendar_tokens),
        memory=providers.Singleton(MemoryCalendarSecrets, shared.log, calendar_tokens),
    )
    calendar_feeds = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresCalendarFeeds, shared.pool),
        memory=providers.Singleton(MemoryCalendarFeeds, shared.log),
    )
    calendar_reading = providers.Singleton(CalendarReading, calendar_secrets, calendar_feeds, shared.clocks)
    link_issuing = providers.Singleton(CalendarLinkIssuing, links, calendar_secrets)

    reception = providers.Singleton(Reception, desks, providers.Singleton(SlotFinder, bookings_in_command), holds)
    series_reception = providers.Singleton(SeriesReception, desks)
    finder = providers.Singleton(SlotFinder, bookings)
    slots = providers.Singleton(FindSlotsHandler, calendars, finder)
    likeness = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresLikeness, shared.lists),
        memory=providers.Singleton(MemoryLikeness, neighbours),
    )
    replacements = providers.Singleton(FindReplacementsHandler, questions, calendars, bookings, finder, likeness)

    set_booking_policy = command(shared, SetBookingPolicy, SetBookingPolicyHandler, rules=rules)
    set_weekly_hours = command(
        shared, SetWeeklyHours, SetWeeklyHoursHandler, availabilities=availabilities, directory=directory
    )
    add_extra_hours = command(
        shared, AddExtraHours, AddExtraHoursHandler, availabilities=availabilities, directory=directory
    )
    add_time_off = command(shared, AddTimeOff, AddTimeOffHandler, availabilities=availabilities)
    remove_exception = command(shared, RemoveException, RemoveExceptionHandler, availabilities=availabilities)
    place_hold = command(shared, PlaceHold, PlaceHoldHandler, reception=reception, holds=holds)
    release_hold = command(shared, ReleaseHold, ReleaseHoldHandler, holds=holds)
    tidy_expired_holds = command(shared, TidyExpiredHolds, TidyExpiredHoldsHandler, holds=holds)
    book_appointment = command(
        shared, BookAppointment, BookAppointmentHandler, reception=reception, appointments=appointments
    )
    overbook_appointment = command(
        shared, OverbookAppointment, OverbookAppointmentHandler, reception=reception, appointments=appointments
    )
    request_appointment = command(
        shared, RequestAppointment, RequestAppointmentHandler, reception=reception, appointments=appointments
    )
    approve_appointment = command(
        shared, ApproveAppointment, ApproveAppointmentHandler, appointments=appointments, desks=desks
    )
    decline_appointment = command(shared, DeclineAppointment, DeclineAppointmentHandler, appointments=appointments)
    reschedule_appointment = command(
        shared,
        RescheduleAppointment,
        RescheduleAppointmentHandler,
        appointments=appointments,
        reception=reception,
        locks=shared.locks,
    )
    cancel_appointment = command(
        shared, CancelAppointment, CancelAppointmentHandler, appointments=appointments, desks=desks
    )
    confirm_attendance = command(
        shared, ConfirmAttendance, ConfirmAttendanceHandler, appointments=appointments, desks=desks
    )
    book_series = command(
        shared, BookSeries, BookSeriesHandler, reception=series_reception, series=series, appointments=appointments
    )
    change_series_following = command(
        shared,
        ChangeSeriesFollowing,
        ChangeSeriesFollowingHandler,
        reception=series_reception,
        series=series,
        appointments=appointments,
        locks=shared.locks,
    )
    cancel_series = command(
        shared, CancelSeries, CancelSeriesHandler, series=series, appointments=appointments, desks=desks
    )
    approve_series = command(
        shared,
        ApproveSeries,
        ApproveSeriesHandler,
        series=series,
        appointments=appointments,
        desks=desks,
        locks=shared.locks,
    )
    decline_series = command(shared, DeclineSeries, DeclineSeriesHandler, series=series, appointments=appointments)
    note_arrival = command(shared, NoteArrival, NoteArrivalHandler, appointments=appointments, desks=desks)
    check_in = command(shared, CheckIn, CheckInHandler, appointments=appointments, desks=desks)
    fulfil_appointment = command(shared, FulfilAppointment, FulfilAppointmentHandler, appointments=appointments)
    mark_no_show = command(shared, MarkNoShow, MarkNoShowHandler, appointments=appointments, desks=desks)
    mark_not_held = command(shared, MarkNotHeld, MarkNotHeldHandler, appointments=appointments)
    reassign_appointment = command(
        shared,
        ReassignAppointment,
        ReassignAppointmentHandler,
        appointments=appointments,
        reception=reception,
        locks=shared.locks,
    )
    reassess_appointments = command(
        shared,
        ReassessAppointments,
        ReassessAppointmentsHandler,
        appointments=appointments,
        desks=desks,
        ahead=ahead,
    )

    join_waitlist = command(shared, JoinWaitlist, JoinWaitlistHandler, desks=desks, entries=waitlist)
    set_waitlist_urgency = command(shared, SetWaitlistUrgency, SetWaitlistUrgencyHandler, entries=waitlist)
    leave_waitlist = command(shared, LeaveWaitlist, LeaveWaitlistHandler, entries=waitlist, holds=holds)
    offer_slot = command(
        shared,
        OfferSlot,
        OfferSlotHandler,
        entries=waitlist,
        reception=reception,
        holds=holds,
        locks=shared.locks,
    )
    accept_offer = command(
        shared,
        AcceptOffer,
        AcceptOfferHandler,
        entries=waitlist,
        appointments=appointments,
        reception=reception,
        holds=holds,
        locks=shared.locks,
    )
    pass_offer = command(shared, PassOffer, PassOfferHandler, entries=waitlist, holds=holds)
    tidy_waitlist = command(shared, TidyWaitlist, TidyWaitlistHandler, entries=waitlist)
    offer_freed_time = command(
        shared,
        OfferFreedTime,
        OfferFreedTimeHandler,
        freed=freed_times,
        line=waiting_line,
        calendars=calendars,
        finder=finder,
        offer=providers.Singleton(OfferToMatch, waitlist, desks, holds, shared.locks),
    )
    fulfil_wait = command(
        shared, FulfilWait, FulfilWaitHandler, entries=waitlist, appointments=appointments, holds=holds
    )

    issue_provider_calendar_link = command(
        shared, IssueProviderCalendarLink, IssueProviderCalendarLinkHandler, directory=directory, issuing=link_issuing
    )
    issue_patient_calendar_link = command(
        shared, IssuePatientCalendarLink, IssuePatientCalendarLinkHandler, directory=directory, issuing=link_issuing
    )
    revoke_calendar_link = command(
        shared, RevokeCalendarLink, RevokeCalendarLinkHandler, links=links, secrets=calendar_secrets
    )

    list_calendar_links = query(shared, ListCalendarLinks, link_list.provided.links)
    find_slots = query(shared, FindSlots, slots)
    explain_slot = query(shared, ExplainSlot, providers.Singleton(ExplainSlotHandler, desk_reader))
    explain_refusal = query(shared, ExplainRefusal, providers.Singleton(ExplainRefusalHandler, refused))
    find_replacements = query(shared, FindReplacements, replacements)
    board = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresDayBoard, shared.pool),
        memory=providers.Singleton(MemoryDayBoard, appointments_in_memory, shared.log),
    )

    get_day_board = query(shared, GetDayBoard, board.provided.day, follower=FOLLOWER)
    get_appointment = query(shared, GetAppointment, questions.provided.appointment)
    list_appointments = query(shared, ListAppointments, questions.provided.appointments)
    get_series = query(shared, GetSeries, questions.provided.series)
    list_series = query(shared, ListSeries, questions.provided.several_series)
    get_hold = query(shared, GetHold, questions.provided.hold)
    get_availability = query(shared, GetAvailability, questions.provided.availability)
    get_booking_policy = query(shared, GetBookingPolicy, questions.provided.booking_policy)
    get_waitlist_entry = query(shared, GetWaitlistEntry, waitlist_questions.provided.entry)
    list_waitlist = query(shared, ListWaitlist, waitlist_questions.provided.entries)
