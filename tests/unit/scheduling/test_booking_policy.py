"""The terms on which a clinic lets visits be booked."""

import msgspec
import pytest

from domain.scheduling.hours.booking_policy import BookingPolicy, ClinicBookingRules
from domain.shared.values import WrongField
from unit.spec import STREAM, given

USUAL = BookingPolicy.default()
STRICT = BookingPolicy(minimum_notice_minutes=1440, approval_required=True)

adopted = ClinicBookingRules.Adopted(policy=USUAL)


def test_adopting_a_policy() -> None:
    """A clinic takes up its first policy."""
    given().when(lambda: ClinicBookingRules.adopt(STREAM, USUAL)).then(adopted)


def test_setting_a_policy() -> None:
    """A clinic sets other terms for what is booked from now on."""
    given(ClinicBookingRules, adopted).when(lambda rules: rules.set_policy(STRICT)).then(
        ClinicBookingRules.PolicySet(policy=STRICT)
    )


def test_setting_the_same_policy() -> None:
    """Setting the terms that hold already changes nothing."""
    strict = ClinicBookingRules.PolicySet(policy=STRICT)
    given(ClinicBookingRules, adopted, strict).when(lambda rules: rules.set_policy(STRICT)).then()


def test_what_holds_unless_said() -> None:
    """A new clinic: a quarter-hour grid, an hour's notice, ninety days ahead, a day to cancel, no approval."""
    assert msgspec.structs.asdict(USUAL) == {
        "slot_grid_minutes": 15,
        "minimum_notice_minutes": 60,
        "booking_horizon_days": 90,
        "cancellation_notice_minutes": 1440,
        "daily_maximum": None,
        "overbookings_at_once": 1,
        "confirmation_opens_days": 7,
        "check_in_opens_minutes": 60,
        "no_show_grace_minutes": 15,
        "approval_required": False,
        "hold_minutes": 10,
        "reassignment_notice_days": 730,
        "waitlist_offer_minutes": 60,
    }


@pytest.mark.parametrize("minutes", [0, -15, 7, 45, 90])
def test_a_grid_divides_the_hour(minutes: int) -> None:
    """The slot grid divides the hour, so that visits start at the same minutes of every hour."""
    every_divisor = "1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60"
    with pytest.raises(WrongField, match=f"^slot_grid_minutes divides the hour: {every_divisor}$") as refused:
        BookingPolicy(slot_grid_minutes=minutes)
    assert refused.value.field == "slot_grid_minutes"


@pytest.mark.parametrize("minutes", [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60])
def test_each_grid_that_divides_the_hour(minutes: int) -> None:
    """Visits start every minute, every hour, or as often in between as divides the hour."""
    assert BookingPolicy(slot_grid_minutes=minutes).slot_grid_minutes == minutes
