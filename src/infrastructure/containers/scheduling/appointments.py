"""Appointments, from the booking to the end of the visit."""

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
from application.scheduling.appointments.request_appointment import RequestAppointment, RequestAppointmentHandler
from application.scheduling.appointments.reschedule_appointment import (
    RescheduleAppointment,
    RescheduleAppointmentHandler,
)
from application.scheduling.queries import (
    ExplainRefusal,
    FindReplacements,
    GetAppointment,
    GetDayBoard,
    ListAppointments,
)
from infrastructure.containers.wiring import command, query
from infrastructure.memory.scheduling.day_board import MemoryDayBoard
from infrastructure.memory.scheduling.likeness import MemoryLikeness
from infrastructure.memory.scheduling.refused_commands import MemoryRefusedCommands
from infrastructure.memory.scheduling.visits_ahead import MemoryVisitsAhead
from infrastructure.postgres.scheduling.day_board import FOLLOWER, PostgresDayBoard
from infrastructure.postgres.scheduling.likeness import PostgresLikeness
from infrastructure.postgres.scheduling.refused_commands import PostgresRefusedCommands
from infrastructure.postgres.scheduling.visits_ahead import PostgresVisitsAhead


class AppointmentsContainer(containers.DeclarativeContainer):
    """Wires appointments."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    refused = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresRefusedCommands, shared.pool),
        memory=providers.Singleton(MemoryRefusedCommands, shared.log),
    )
    ahead = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresVisitsAhead),
        memory=providers.Singleton(MemoryVisitsAhead, shared.log, ports.neighbours),
    )
    likeness = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresLikeness, shared.lists),
        memory=providers.Singleton(MemoryLikeness, ports.neighbours),
    )
    replacements = providers.Singleton(
        FindReplacementsHandler, ports.questions, ports.calendars, ports.bookings, ports.finder, likeness
    )
    board = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresDayBoard, shared.pool),
        memory=providers.Singleton(MemoryDayBoard, ports.appointments_in_memory, shared.log),
    )

    book_appointment = command(
        shared, BookAppointment, BookAppointmentHandler, reception=ports.reception, appointments=ports.appointments
    )
    overbook_appointment = command(
        shared,
        OverbookAppointment,
        OverbookAppointmentHandler,
        reception=ports.reception,
        appointments=ports.appointments,
    )
    request_appointment = command(
        shared,
        RequestAppointment,
        RequestAppointmentHandler,
        reception=ports.reception,
        appointments=ports.appointments,
    )
    approve_appointment = command(
        shared, ApproveAppointment, ApproveAppointmentHandler, appointments=ports.appointments, desks=ports.desks
    )
    decline_appointment = command(
        shared, DeclineAppointment, DeclineAppointmentHandler, appointments=ports.appointments
    )
    reschedule_appointment = command(
        shared,
        RescheduleAppointment,
        RescheduleAppointmentHandler,
        appointments=ports.appointments,
        reception=ports.reception,
        locks=shared.locks,
    )
    cancel_appointment = command(
        shared, CancelAppointment, CancelAppointmentHandler, appointments=ports.appointments, desks=ports.desks
    )
    confirm_attendance = command(
        shared, ConfirmAttendance, ConfirmAttendanceHandler, appointments=ports.appointments, desks=ports.desks
    )
    note_arrival = command(shared, NoteArrival, NoteArrivalHandler, appointments=ports.appointments, desks=ports.desks)
    check_in = command(shared, CheckIn, CheckInHandler, appointments=ports.appointments, desks=ports.desks)
    fulfil_appointment = command(shared, FulfilAppointment, FulfilAppointmentHandler, appointments=ports.appointments)
    mark_no_show = command(shared, MarkNoShow, MarkNoShowHandler, appointments=ports.appointments, desks=ports.desks)
    mark_not_held = command(shared, MarkNotHeld, MarkNotHeldHandler, appointments=ports.appointments)
    reassign_appointment = command(
        shared,
        ReassignAppointment,
        ReassignAppointmentHandler,
        appointments=ports.appointments,
        reception=ports.reception,
        locks=shared.locks,
    )
    reassess_appointments = command(
        shared,
        ReassessAppointments,
        ReassessAppointmentsHandler,
        appointments=ports.appointments,
        desks=ports.desks,
        ahead=ahead,
    )

    explain_refusal = query(shared, ExplainRefusal, providers.Singleton(ExplainRefusalHandler, refused))
    find_replacements = query(shared, FindReplacements, replacements)
    get_day_board = query(shared, GetDayBoard, board.provided.day, follower=FOLLOWER)
    get_appointment = query(shared, GetAppointment, ports.questions.provided.appointment)
    list_appointments = query(shared, ListAppointments, ports.questions.provided.appointments)
