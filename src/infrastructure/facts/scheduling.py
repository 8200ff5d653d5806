"""Stored names of the calendar's facts. A name, once released, stays."""

from typing import Any

from domain.scheduling.appointment import Appointment
from domain.scheduling.availability import Availability
from domain.scheduling.booking_policy import ClinicBookingRules
from domain.scheduling.hold import Hold
from infrastructure.facts.registry import FactType, Subject


def _standing_terms(policy_fact: dict[str, Any]) -> dict[str, Any]:
    """Add the terms of which the first revision said nothing, as they stood for everybody."""
    return {**policy_fact, "policy": {**policy_fact["policy"], "overbookings_at_once": 1}}


FACTS = (
    FactType(
        "scheduling.booking-rules.adopted", ClinicBookingRules.Adopted, revision=2, upcasters={1: _standing_terms}
    ),
    FactType(
        "scheduling.booking-rules.policy-set", ClinicBookingRules.PolicySet, revision=2, upcasters={1: _standing_terms}
    ),
    FactType("scheduling.availability.opened", Availability.Opened),
    FactType("scheduling.availability.weekly-hours-set", Availability.WeeklyHoursSet),
    FactType("scheduling.availability.extra-hours-added", Availability.ExtraHoursAdded),
    FactType("scheduling.availability.time-off-added", Availability.TimeOffAdded),
    FactType("scheduling.availability.exception-removed", Availability.ExceptionRemoved),
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
    FactType("scheduling.appointment.arrived", Appointment.Arrived),
    FactType("scheduling.appointment.checked-in", Appointment.CheckedIn, seals=Subject.PATIENT),
    FactType("scheduling.appointment.fulfilled", Appointment.Fulfilled),
    FactType("scheduling.appointment.missed", Appointment.Missed),
    FactType("scheduling.appointment.not-held", Appointment.NotHeld),
)
