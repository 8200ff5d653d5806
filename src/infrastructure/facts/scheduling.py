"""Stored names of the calendar's facts. A name, once released, stays."""

from typing import Any, Final

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.calendars.link import CalendarLink
from domain.scheduling.hours.availability import Availability
from domain.scheduling.hours.booking_policy import ClinicBookingRules
from domain.scheduling.series.series import Series
from domain.scheduling.slots.hold import Hold
from domain.scheduling.waitlist.entry import WaitlistEntry
from infrastructure.facts.registry import FactType, Subject


def _with_overbookings(fact: dict[str, Any]) -> dict[str, Any]:
    return {**fact, "policy": {**fact["policy"], "overbookings_at_once": 1}}


def _with_confirmation(fact: dict[str, Any]) -> dict[str, Any]:
    return {**fact, "policy": {**fact["policy"], "confirmation_opens_days": 7}}


def _with_reassignment(fact: dict[str, Any]) -> dict[str, Any]:
    return {**fact, "policy": {**fact["policy"], "reassignment_notice_days": 730}}


def _with_offers(fact: dict[str, Any]) -> dict[str, Any]:
    return {**fact, "policy": {**fact["policy"], "waitlist_offer_minutes": 60}}


_TERMS: Final = {1: _with_overbookings, 2: _with_confirmation, 3: _with_reassignment, 4: _with_offers}
"""Each revision's policy gains the term of which the one before said nothing, as it stood for everybody."""

FACTS = (
    FactType("scheduling.booking-rules.adopted", ClinicBookingRules.Adopted, revision=5, upcasters=_TERMS),
    FactType("scheduling.booking-rules.policy-set", ClinicBookingRules.PolicySet, revision=5, upcasters=_TERMS),
    FactType("scheduling.availability.opened", Availability.Opened),
    FactType("scheduling.availability.weekly-hours-set", Availability.WeeklyHoursSet),
    FactType("scheduling.availability.extra-hours-added", Availability.ExtraHoursAdded),
    FactType("scheduling.availability.time-off-added", Availability.TimeOffAdded),
    FactType("scheduling.availability.exception-removed", Availability.ExceptionRemoved),
    FactType("scheduling.calendar-link.issued", CalendarLink.Issued),
    FactType("scheduling.calendar-link.revoked", CalendarLink.Revoked),
    FactType("scheduling.hold.placed", Hold.Placed),
    FactType("scheduling.hold.used", Hold.Used),
    FactType("scheduling.hold.released", Hold.Released),
    FactType("scheduling.hold.expired", Hold.Expired),
    FactType("scheduling.appointment.booked", Appointment.Booked, seals=Subject.PATIENT),
    FactType("scheduling.appointment.overbooked", Appointment.Overbooked, seals=Subject.PATIENT),
    FactType("scheduling.appointment.requested", Appointment.Requested, seals=Subject.PATIENT),
    FactType("scheduling.appointment.approved", Appointment.Approved),
    FactType("scheduling.appointment.declined", Appointment.Declined, seals=Subject.PATIENT),
    FactType("scheduling.appointment.rescheduled", Appointment.Rescheduled, seals=Subject.PATIENT),
    FactType("scheduling.appointment.cancelled", Appointment.Cancelled, seals=Subject.PATIENT),
    FactType("scheduling.appointment.attendance-confirmed", Appointment.AttendanceConfirmed),
    FactType("scheduling.appointment.arrived", Appointment.Arrived),
    FactType("scheduling.appointment.checked-in", Appointment.CheckedIn, seals=Subject.PATIENT),
    FactType("scheduling.appointment.fulfilled", Appointment.Fulfilled),
    FactType("scheduling.appointment.missed", Appointment.Missed),
    FactType("scheduling.appointment.not-held", Appointment.NotHeld),
    FactType("scheduling.appointment.joined-series", Appointment.JoinedSeries),
    FactType("scheduling.appointment.set-apart", Appointment.SetApart),
    FactType("scheduling.series.booked", Series.Booked),
    FactType("scheduling.series.following-changed", Series.FollowingChanged),
    FactType("scheduling.series.approved", Series.Approved),
    FactType("scheduling.series.declined", Series.Declined),
    FactType("scheduling.series.cancelled", Series.Cancelled),
    FactType("scheduling.appointment.reassignment-needed", Appointment.ReassignmentNeeded),
    FactType("scheduling.appointment.reassignment-settled", Appointment.ReassignmentSettled),
    FactType("scheduling.appointment.reassigned", Appointment.Reassigned),
    FactType("scheduling.waitlist-entry.joined", WaitlistEntry.Joined, seals=Subject.PATIENT),
    FactType("scheduling.waitlist-entry.urgency-set", WaitlistEntry.UrgencySet),
    FactType("scheduling.waitlist-entry.offered", WaitlistEntry.Offered),
    FactType("scheduling.waitlist-entry.passed", WaitlistEntry.Passed),
    FactType("scheduling.waitlist-entry.offer-expired", WaitlistEntry.OfferExpired),
    FactType("scheduling.waitlist-entry.accepted", WaitlistEntry.Accepted),
    FactType("scheduling.waitlist-entry.fulfilled", WaitlistEntry.Fulfilled),
    FactType("scheduling.waitlist-entry.left", WaitlistEntry.Left),
    FactType("scheduling.waitlist-entry.closed", WaitlistEntry.Closed),
)
