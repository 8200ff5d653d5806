"""Whose something of the calendar is: what a repository asks before it gives it out."""

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.calendars.link import CalendarLink
from domain.scheduling.hours.availability import Availability
from domain.scheduling.series.series import Series
from domain.scheduling.slots.hold import Hold
from domain.scheduling.waitlist.entry import WaitlistEntry


def patient_of(aggregate: Appointment | Hold | Series | WaitlistEntry | CalendarLink) -> object:
    """Give the patient whose it is."""
    return aggregate.patient


def provider_seen(aggregate: Appointment | Hold) -> object:
    """Give the provider whom the patient sees."""
    return aggregate.visit.provider


def provider_of_series(series: Series) -> object:
    """Give the provider of a series, by its latest plan."""
    return series.plan.visit.provider


def provider_of(aggregate: Availability | WaitlistEntry | CalendarLink) -> object:
    """Give the provider whose it is."""
    return aggregate.provider
