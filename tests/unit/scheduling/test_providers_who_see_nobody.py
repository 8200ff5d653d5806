"""A provider who is suspended, or whose last day is over, is not booked, not found and does not begin a visit."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.authority import NotAuthorizedThere
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.appointments.provider_standing import ProviderLeaves, ProviderStanding, ProviderSuspended
from domain.scheduling.slots.search import SlotSearch
from domain.scheduling.slots.slots import Candidate
from domain.shared.errors import DomainError
from domain.shared.time import Span
from unit.scheduling.practice import (
    AT_HOME,
    CALENDAR,
    HOME,
    IN_GOOD_STANDING,
    IN_NEW_YORK,
    MONDAY_NOON,
    NEW_YORK,
    NINE,
    POLICY,
    Act,
    asking,
    at,
    booked,
    desk,
    free,
    requested,
)
from unit.spec import given

MIDNIGHT = at("2030-05-15 00:00")
SUSPENDED = ProviderStanding(authorities=(IN_NEW_YORK,), suspended=True)
GONE = ProviderStanding(authorities=(IN_NEW_YORK,), leaves_at=NINE)


def approving(provider: ProviderStanding) -> Act:
    """Say yes to the request on Monday at noon."""
    return lambda request: request.approve(IN_GOOD_STANDING, provider=provider, now=MONDAY_NOON)


def checking_in(provider: ProviderStanding) -> Act:
    """Attest to be at home, at nine."""
    return lambda visit: visit.check_in(AT_HOME, HOME, IN_GOOD_STANDING, provider=provider, policy=POLICY, now=NINE)


def admitting(request: VisitRequest, **calendar: object) -> Callable[[], object]:
    """Ask the desk for a visit at Dr Lee's."""
    return lambda: desk(calendar=replace(CALENDAR, **calendar)).admit(request, IN_GOOD_STANDING, HOME)


def test_nobody_is_booked_with_a_suspended_provider() -> None:
    """No visit is booked with a provider who is suspended."""
    with pytest.raises(ProviderSuspended):
        admitting(asking(), suspended=True)()


def test_the_last_visit_before_leaving() -> None:
    """A visit is booked through the provider's last day, and none that begins after it."""
    ten_to_five = asking(at("2030-05-14 16:30"))
    admitting(ten_to_five, leaves_at=MIDNIGHT)()
    with pytest.raises(ProviderLeaves) as refusal:
        admitting(asking(NINE + timedelta(days=1)), leaves_at=MIDNIGHT)()
    assert refusal.value.details == {"leaves_at": MIDNIGHT}


def found(**calendar: object) -> set[date]:
    """Look for half an hour from Tuesday to Thursday at Dr Lee's, and give the days on which there is one."""
    within = Span(starts_at=NINE, ends_at=NINE + timedelta(days=3))
    search = SlotSearch(visit_type="follow-up", place=AT_HOME, within=within, policy=POLICY, now=MONDAY_NOON)
    slots = free(search, Candidate(calendar=replace(CALENDAR, **calendar)))
    return {NEW_YORK.date(slot.span.starts_at) for slot in slots}


def test_a_suspended_provider_is_not_found() -> None:
    """A search offers no time of a provider who is suspended."""
    assert found(suspended=True) == set()


def test_slots_end_with_the_last_day() -> None:
    """A search offers a provider's times through their last day."""
    assert found(leaves_at=MIDNIGHT) == {date(2030, 5, 14)}


@pytest.mark.parametrize(("standing", "rule"), [(SUSPENDED, ProviderSuspended), (GONE, ProviderLeaves)])
def test_a_request_is_not_approved(standing: ProviderStanding, rule: type[DomainError]) -> None:
    """A request for a visit with a provider who will not see the patient is not approved."""
    given(Appointment, requested).when(approving(standing)).then_rejected(rule)


@pytest.mark.parametrize(("standing", "rule"), [(SUSPENDED, ProviderSuspended), (GONE, ProviderLeaves)])
def test_a_visit_does_not_begin(standing: ProviderStanding, rule: type[DomainError]) -> None:
    """Nobody is checked in with a provider who sees nobody any more."""
    given(Appointment, booked).when(checking_in(standing)).then_rejected(rule)


def test_everything_that_stands_against_it_is_told() -> None:
    """Of a provider who is suspended, gone and without authority, each is a reason of its own."""

    def rules(at_: datetime) -> list[type[DomainError]]:
        nobody = ProviderStanding(authorities=(), suspended=True, leaves_at=NINE)
        return [type(refusal) for refusal in nobody.refusals(AT_HOME, at_)]

    assert rules(NINE) == [ProviderSuspended, ProviderLeaves, NotAuthorizedThere]
    assert rules(MONDAY_NOON) == [ProviderSuspended, NotAuthorizedThere]
