"""How a clinic lets visits be booked."""

from datetime import datetime, timedelta
from typing import Annotated, Final, Self
from uuid import UUID

import msgspec

from domain.shared.aggregate import Aggregate, event
from domain.shared.values import ValueObject, WrongField

LONGEST_HORIZON: Final = 730
"""Days: nobody plans further ahead than two years."""

Notice = Annotated[int, msgspec.Meta(ge=0, le=30 * 24 * 60, description="In minutes.")]


class BookingPolicy(ValueObject, frozen=True, kw_only=True, cache_hash=True):
    """A clinic's terms. Minutes and days are elapsed time."""

    slot_grid_minutes: Annotated[int, msgspec.Meta(ge=1, le=60, description="Divides the hour.")] = 15
    """Visits start at wall-clock minutes that are a multiple of this, in the provider's zone."""

    minimum_notice_minutes: Notice = 60
    """A visit is booked at least so long before it starts."""

    booking_horizon_days: Annotated[int, msgspec.Meta(ge=1, le=LONGEST_HORIZON)] = 90
    """A visit is booked at most so long before it starts."""

    cancellation_notice_minutes: Notice = 24 * 60
    """A patient who cancels or moves a visit later than so long before it starts does so late."""

    daily_maximum: Annotated[int, msgspec.Meta(ge=1, le=200)] | None = None
    """Visits and holds of one provider that begin, buffers included, on one day of the provider's zone."""

    overbookings_at_once: Annotated[int, msgspec.Meta(ge=0, le=50)] = 1
    """So many visits beyond the usual one may take a provider's time at once, each by a decision; 0 lets none."""

    confirmation_opens_days: Annotated[int, msgspec.Meta(ge=1, le=90)] = 7
    """From so long before its start on a patient can say that they will come."""

    check_in_opens_minutes: Annotated[int, msgspec.Meta(ge=5, le=24 * 60)] = 60
    """From so long before its start a patient can arrive and check in."""

    no_show_grace_minutes: Annotated[int, msgspec.Meta(ge=0, le=24 * 60)] = 15
    """A patient is missed no sooner than so long after the start."""

    approval_required: bool = False
    """Whether what a patient books waits for the clinic's answer; what is booked then, only the clinic moves."""

    hold_minutes: Annotated[int, msgspec.Meta(ge=1, le=60)] = 10
    """How long a slot is held while a booking is completed."""

    reassignment_notice_days: Annotated[int, msgspec.Meta(ge=1, le=LONGEST_HORIZON)] = LONGEST_HORIZON
    """From so long before it starts, a visit that its provider may not hold is marked as needing another."""

    waitlist_offer_minutes: Annotated[int, msgspec.Meta(ge=5, le=7 * 24 * 60)] = 60
    """How long a patient who waits has to answer an offer; less where the minimum notice begins sooner."""

    def __post_init__(self) -> None:
        if self.slot_grid_minutes < 1 or 60 % self.slot_grid_minutes:
            message = "slot_grid_minutes divides the hour: 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60"
            raise WrongField("slot_grid_minutes", message)

    @classmethod
    def default(cls) -> Self:
        """Give the terms of a clinic that has not set its own."""
        return cls()

    def earliest_start(self, now: datetime) -> datetime:
        """Give the first instant at which a visit booked now may start."""
        return now + timedelta(minutes=self.minimum_notice_minutes)

    def latest_start(self, now: datetime) -> datetime:
        """Give the last instant at which a visit booked now may start."""
        return now + timedelta(days=self.booking_horizon_days)

    def on_grid(self, local: datetime) -> bool:
        """Tell whether a wall clock's reading is one at which visits start."""
        return local.minute % self.slot_grid_minutes == 0 and local.second == 0 and local.microsecond == 0

    def is_late(self, starts_at: datetime, now: datetime) -> bool:
        """Tell whether calling off a visit now gives less than the cancellation notice."""
        return starts_at - now < timedelta(minutes=self.cancellation_notice_minutes)

    def confirmation_opens(self, starts_at: datetime) -> datetime:
        """Give the instant from which the patient can confirm that they will come."""
        return starts_at - timedelta(days=self.confirmation_opens_days)

    def check_in_opens(self, starts_at: datetime) -> datetime:
        """Give the instant from which the patient can arrive and check in."""
        return starts_at - timedelta(minutes=self.check_in_opens_minutes)

    def missed_from(self, starts_at: datetime) -> datetime:
        """Give the instant from which an absent patient is a no-show."""
        return starts_at + timedelta(minutes=self.no_show_grace_minutes)

    def for_a_settled_time(self) -> Self:
        """Give the terms for a visit whose time was settled before: grid, notice and horizon are not asked again."""
        return msgspec.structs.replace(
            self, slot_grid_minutes=1, minimum_notice_minutes=0, booking_horizon_days=LONGEST_HORIZON
        )

    def looks_ahead_to(self, starts_at: datetime, now: datetime) -> bool:
        """Tell whether a visit is near enough to be marked as needing another provider."""
        return starts_at - now <= timedelta(days=self.reassignment_notice_days)

    def hold_ends(self, now: datetime) -> datetime:
        """Give the instant at which a hold placed now runs out."""
        return now + timedelta(minutes=self.hold_minutes)

    def offer_ends(self, starts_at: datetime, now: datetime) -> datetime:
        """Give the instant at which an offer of a slot made now runs out: while it runs, notice is no obstacle."""
        latest = starts_at - timedelta(minutes=self.minimum_notice_minutes)
        return min(now + timedelta(minutes=self.waitlist_offer_minutes), latest)


class ClinicBookingRules(Aggregate):
    """One clinic's booking policy over time. What is booked keeps its time when the policy changes."""

    class Adopted(Aggregate.Created, frozen=True, kw_only=True):
        """The clinic took up its first policy."""

        policy: BookingPolicy

    class PolicySet(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic set another policy."""

        policy: BookingPolicy

    @classmethod
    def adopt(cls, id: UUID, policy: BookingPolicy) -> Self:
        """Take up a clinic's first policy."""
        return cls._create(cls.Adopted, id=id, policy=policy)

    def set_policy(self, policy: BookingPolicy) -> None:
        """Set the policy for what is booked from now on. The same policy again changes nothing."""
        if policy != self.policy:
            self._policy_set(policy=policy)

    @event(Adopted)
    def __init__(self, policy: BookingPolicy) -> None:
        self.policy = policy

    @event(PolicySet)
    def _policy_set(self, policy: BookingPolicy) -> None:
        self.policy = policy
