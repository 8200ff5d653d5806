"""The calendar."""

from dependency_injector import containers, providers

from infrastructure.containers.scheduling.appointments import AppointmentsContainer
from infrastructure.containers.scheduling.calendars import CalendarsContainer
from infrastructure.containers.scheduling.hours import HoursContainer
from infrastructure.containers.scheduling.ports import SchedulingPorts
from infrastructure.containers.scheduling.series import SeriesContainer
from infrastructure.containers.scheduling.slots import SlotsContainer
from infrastructure.containers.scheduling.waitlist import WaitlistContainer


class SchedulingContainer(containers.DeclarativeContainer):
    """Puts the calendar's matters together."""

    shared = providers.DependenciesContainer()

    ports = providers.Container(SchedulingPorts, shared=shared)
    hours = providers.Container(HoursContainer, shared=shared, ports=ports)
    slots = providers.Container(SlotsContainer, shared=shared, ports=ports)
    appointments = providers.Container(AppointmentsContainer, shared=shared, ports=ports)
    series = providers.Container(SeriesContainer, shared=shared, ports=ports)
    waitlist = providers.Container(WaitlistContainer, shared=shared, ports=ports)
    calendars = providers.Container(CalendarsContainer, shared=shared, ports=ports)
