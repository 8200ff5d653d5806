"""When providers work, and the terms of booking."""

from dependency_injector import containers, providers

from application.scheduling.hours.add_extra_hours import AddExtraHours, AddExtraHoursHandler
from application.scheduling.hours.add_time_off import AddTimeOff, AddTimeOffHandler
from application.scheduling.hours.remove_exception import RemoveException, RemoveExceptionHandler
from application.scheduling.hours.set_booking_policy import SetBookingPolicy, SetBookingPolicyHandler
from application.scheduling.hours.set_weekly_hours import SetWeeklyHours, SetWeeklyHoursHandler
from application.scheduling.queries import GetAvailability, GetBookingPolicy
from infrastructure.containers.wiring import command, query


class HoursContainer(containers.DeclarativeContainer):
    """Wires hours and policy."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    set_booking_policy = command(shared, SetBookingPolicy, SetBookingPolicyHandler, rules=ports.rules)
    set_weekly_hours = command(
        shared, SetWeeklyHours, SetWeeklyHoursHandler, availabilities=ports.availabilities, directory=ports.directory
    )
    add_extra_hours = command(
        shared, AddExtraHours, AddExtraHoursHandler, availabilities=ports.availabilities, directory=ports.directory
    )
    add_time_off = command(shared, AddTimeOff, AddTimeOffHandler, availabilities=ports.availabilities)
    remove_exception = command(shared, RemoveException, RemoveExceptionHandler, availabilities=ports.availabilities)

    get_availability = query(shared, GetAvailability, ports.questions.provided.availability)
    get_booking_policy = query(shared, GetBookingPolicy, ports.questions.provided.booking_policy)
