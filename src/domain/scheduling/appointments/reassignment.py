"""Visits that need another provider: the one they are booked with may not hold them, by what is known today."""

from datetime import datetime
from enum import StrEnum

from domain.scheduling.appointments.provider_standing import ProviderLeaves, ProviderStanding, ProviderSuspended
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.hours.booking_policy import BookingPolicy


class ReassignmentCause(StrEnum):
    """Why a visit needs another provider."""

    PROVIDER_SUSPENDED = "provider-suspended"
    PROVIDER_LEAVES = "provider-leaves"
    """The visit lies behind the provider's last day."""
    AUTHORITY_REVOKED = "authority-revoked"
    AUTHORITY_LAPSED = "authority-lapsed"
    """By time alone no authority reaches the patient's local date of the visit."""


def reassignment_cause(
    place: VisitPlace, starts_at: datetime, provider: ProviderStanding, policy: BookingPolicy, now: datetime
) -> ReassignmentCause | None:
    """Tell why a visit ahead needs another provider: the first rule that would keep its own from being booked for it.

    ``None`` where no rule would, and for a visit that is further ahead than the clinic wants to be told of.
    """
    if not policy.looks_ahead_to(starts_at, now):
        return None
    match next(provider.refusals(place, starts_at), None):
        case None:
            return None
        case ProviderSuspended():
            return ReassignmentCause.PROVIDER_SUSPENDED
        case ProviderLeaves():
            return ReassignmentCause.PROVIDER_LEAVES
        case _ if provider.was_deprived(place, starts_at):
            return ReassignmentCause.AUTHORITY_REVOKED
        case _:
            return ReassignmentCause.AUTHORITY_LAPSED
