"""Visits as iCalendar (RFC 5545) tells them: instants in UTC, stable UIDs, and no word that says whose or why."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from icalendar import Calendar, Event

from application.scheduling.calendars.ports import CalendarEntry
from domain.scheduling.appointments.lifecycle import AppointmentStatus
from domain.shared.visits import VisitMode

LOOK_AGAIN: Final = timedelta(minutes=15)
"""How often a calendar program should look (RFC 7986)."""

SUMMARY: Final = {
    VisitMode.VIDEO: "Visit by video",
    VisitMode.PHONE: "Visit by phone",
    VisitMode.IN_PERSON: "Visit in person",
}

STATUS: Final = {
    AppointmentStatus.PROPOSED: "TENTATIVE",
    AppointmentStatus.PENDING: "TENTATIVE",
    AppointmentStatus.WAITLIST: "TENTATIVE",
    AppointmentStatus.BOOKED: "CONFIRMED",
    AppointmentStatus.ARRIVED: "CONFIRMED",
    AppointmentStatus.CHECKED_IN: "CONFIRMED",
    AppointmentStatus.FULFILLED: "CONFIRMED",
    AppointmentStatus.CANCELLED: "CANCELLED",
    AppointmentStatus.NO_SHOW: "CANCELLED",
}
"""What each state is to a calendar, which knows three."""


def icalendar_text(entries: Iterable[CalendarEntry]) -> bytes:
    """Write visits as a calendar. The same visits make the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Polyclinic//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Visits")
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    text: bytes = calendar.to_ical()
    return text


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", str(entry.appointment))
    event.add("sequence", entry.version - 1)
    event.add("dtstamp", entry.changed_at)
    event.add("created", entry.made_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("status", STATUS[entry.status])
    event.add("summary", SUMMARY[entry.mode])
    event.add("class", "PRIVATE")
    if entry.site is not None:
        event.add("location", entry.site)
    return event
