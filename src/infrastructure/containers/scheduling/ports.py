"""What the matters of the calendar share: read models, what is kept in memory, and the ports."""

from dependency_injector import containers, providers

from application.scheduling.appointments.reception import Reception
from application.scheduling.series.views import SeriesRecord
from application.scheduling.slots.finding import SlotFinder
from application.scheduling.views import AppointmentView, AvailabilityView, BookingPolicyView, HoldView
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.hours.availability import Availability
from domain.scheduling.hours.booking_policy import ClinicBookingRules
from domain.scheduling.series.series import Series
from domain.scheduling.slots.hold import Hold
from infrastructure.containers.scheduling.whose import patient_of, provider_of, provider_of_series, provider_seen
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.repository import MemoryRepository
from infrastructure.memory.scheduling.calendars import MemoryCalendarReader
from infrastructure.memory.scheduling.desks import MemoryBookingDesks
from infrastructure.memory.scheduling.holds import MemoryHolds
from infrastructure.memory.scheduling.neighbours import MemoryDirectory, Neighbours
from infrastructure.memory.scheduling.queries import MemorySchedulingQueries
from infrastructure.memory.scheduling.reservations import MemoryReservations
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.scheduling.calendars import CommandBookings, PostgresBookings, PostgresCalendarReader
from infrastructure.postgres.scheduling.desks import PostgresBookingDesks
from infrastructure.postgres.scheduling.directory import PostgresDirectory
from infrastructure.postgres.scheduling.holds import PostgresHolds
from infrastructure.postgres.scheduling.queries import PostgresSchedulingQueries
from infrastructure.postgres.scheduling.reservations import Reservations
from infrastructure.postgres.tables import scheduling as tables


class SchedulingPorts(containers.DeclarativeContainer):
    """Wires what every matter stands on."""

    shared = providers.DependenciesContainer()

    appointment_rows = providers.Singleton(
        ReadModel,
        tables.appointment,
        Appointment,
        AppointmentView,
        AppointmentView.of,
        shared.keys,
        subject=lambda view: view.patient,
        beside={"withheld": "null"},
    )
    series_rows = providers.Singleton(ReadModel, tables.series, Series, SeriesRecord, SeriesRecord.of, shared.keys)
    hold_rows = providers.Singleton(ReadModel, tables.hold, Hold, HoldView, HoldView.of, shared.keys)
    availability_rows = providers.Singleton(
        ReadModel, tables.availability, Availability, AvailabilityView, AvailabilityView.of, shared.keys
    )
    policy_rows = providers.Singleton(
        ReadModel, tables.booking_policy, ClinicBookingRules, BookingPolicyView, BookingPolicyView.of, shared.keys
    )

    neighbours = providers.Singleton(Neighbours, shared.log)
    taken = providers.Singleton(MemoryReservations)
    appointments_in_memory = providers.Singleton(
        MemoryRepository,
        Appointment,
        shared.log,
        patient=patient_of,
        provider=provider_seen,
        follow=taken.provided.follow,
    )
    series_in_memory = providers.Singleton(
        MemoryRepository, Series, shared.log, patient=patient_of, provider=provider_of_series
    )
    holds_in_memory = providers.Singleton(
        MemoryHolds, Hold, shared.log, patient=patient_of, provider=provider_seen, follow=taken.provided.follow
    )
    availabilities_in_memory = providers.Singleton(MemoryRepository, Availability, shared.log, provider=provider_of)
    rules_in_memory = providers.Singleton(MemoryRepository, ClinicBookingRules, shared.log)

    appointments = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository,
            Appointment,
            shared.store,
            providers.List(appointment_rows, providers.Singleton(Reservations, "appointment")),
            patient=patient_of,
            provider=provider_seen,
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
            patient=patient_of,
            provider=provider_of_series,
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
            patient=patient_of,
            provider=provider_seen,
        ),
        memory=holds_in_memory,
    )
    availabilities = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository, Availability, shared.store, providers.List(availability_rows), provider=provider_of
        ),
        memory=availabilities_in_memory,
    )
    rules = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresRepository, ClinicBookingRules, shared.store, providers.List(policy_rows)),
        memory=rules_in_memory,
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
    one_person = providers.Singleton(OnePerson, shared.log)
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
            one_person,
            shared.log,
        ),
    )

    reception = providers.Singleton(Reception, desks, providers.Singleton(SlotFinder, bookings_in_command), holds)
    finder = providers.Singleton(SlotFinder, bookings)
