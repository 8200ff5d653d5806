"""What a provider can be booked for."""

import msgspec
import pytest

from domain.providers.provider import Provider
from domain.providers.visit_type import (
    UnknownVisitType,
    VisitLengthOutOfRange,
    VisitType,
    VisitTypeAlreadyOffered,
)
from domain.shared.money import Money
from domain.shared.visits import VisitMode
from unit.providers.practice import Act, added
from unit.spec import given

VIDEO = VisitType(
    code="follow-up-video",
    name="Follow-up by video",
    mode=VisitMode.VIDEO,
    length_minutes=20,
    buffer_after_minutes=5,
    price=Money(minor=7500, currency="USD"),
)
PHONE = msgspec.structs.replace(VIDEO, code="follow-up-phone", mode=VisitMode.PHONE)
DEARER = msgspec.structs.replace(VIDEO, price=Money(minor=9000, currency="USD"))

offered = Provider.VisitTypeOffered(visit_type=VIDEO)
withdrawn = Provider.VisitTypeWithdrawn(code="follow-up-video")


def offering(visit_type: VisitType) -> Act:
    """Let the provider be booked for it."""
    return lambda provider: provider.offer_visit_type(visit_type)


def withdrawing(code: str) -> Act:
    """Take no new bookings of it."""
    return lambda provider: provider.withdraw_visit_type(code)


def lasting(minutes: int) -> VisitType:
    """Give the visit type with another length."""
    return msgspec.structs.replace(VIDEO, length_minutes=minutes)


def test_offering() -> None:
    """A provider offers visits with a way to meet, a length, buffers and a price."""
    given(Provider, added).when(offering(VIDEO)).then(offered)


def test_offering_several() -> None:
    """A provider may offer several visit types."""
    given(Provider, added, offered).when(offering(PHONE)).then(Provider.VisitTypeOffered(visit_type=PHONE))


def test_each_code_once() -> None:
    """A visit type that is on offer is not offered again, not even at another price."""
    twice = given(Provider, added, offered).when(offering(DEARER))
    twice.then_rejected(VisitTypeAlreadyOffered, visit_type="follow-up-video")


@pytest.mark.parametrize("minutes", [5, 480])
def test_the_shortest_and_the_longest(minutes: int) -> None:
    """A visit lasts at least five minutes and at most eight hours."""
    given(Provider, added).when(offering(lasting(minutes))).then(Provider.VisitTypeOffered(visit_type=lasting(minutes)))


@pytest.mark.parametrize("minutes", [4, 481])
def test_too_short_or_too_long(minutes: int) -> None:
    """A visit of less than five minutes or more than eight hours is not offered."""
    given(Provider, added).when(offering(lasting(minutes))).then_rejected(
        VisitLengthOutOfRange, shortest=5, longest=480
    )


def test_withdrawing() -> None:
    """A provider may stop offering a visit type."""
    given(Provider, added, offered).when(withdrawing("follow-up-video")).then(withdrawn)


def test_withdrawing_what_is_not_offered() -> None:
    """Only a visit type on offer can be withdrawn."""
    idle = given(Provider, added).when(withdrawing("follow-up-video"))
    idle.then_rejected(UnknownVisitType, visit_type="follow-up-video")


def test_a_new_price() -> None:
    """A price is changed by withdrawing the visit type and offering it anew."""
    dearer = Provider.VisitTypeOffered(visit_type=DEARER)
    given(Provider, added, offered, withdrawn).when(offering(DEARER)).then(dearer)
