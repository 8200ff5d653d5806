"""A provider is taken into a patient's care team: as what, from when until when, and out again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.patients.care_assignment import (
    AlreadyAssigned,
    AssignedBehindGlass,
    Assignee,
    AssigneeHasLeft,
    AssigneeSuspended,
    AssignmentEndsTooSoon,
    AssignmentIsOver,
    CareAssignment,
    CareAssignmentId,
    CareRole,
)
from domain.patients.term import Term
from domain.shared.aggregate import Fact, fold
from domain.shared.identifiers import PatientId, ProviderId
from unit.patients.people import NINE, TEN, placed
from unit.spec import STREAM, given

PATIENT, ADLER, EARLIER = PatientId(UUID(int=61)), ProviderId(UUID(int=62)), CareAssignmentId(UUID(int=63))
WEEK = timedelta(days=7)
FOR_GOOD, FOR_A_WEEK = Term(starts_at=NINE), Term(starts_at=NINE, ends_at=NINE + WEEK)
stays = Assignee(provider=ADLER)

primary = CareAssignment.Assigned(patient=PATIENT, provider=ADLER, role=CareRole.PRIMARY, term=FOR_GOOD)
covering = CareAssignment.Assigned(patient=PATIENT, provider=ADLER, role=CareRole.COVERING, term=FOR_A_WEEK)
ended = CareAssignment.Ended(patient=PATIENT, ended_at=TEN)


def assigning(
    role: CareRole = CareRole.PRIMARY, term: Term = FOR_GOOD, assignee: Assignee = stays, **other: Any
) -> Callable[[], CareAssignment]:
    """Assign Dr. Adler at nine, unless said."""
    usual = {"standing": None, "behind_glass": False, "now": NINE}
    return lambda: CareAssignment.assign(CareAssignmentId(STREAM), PATIENT, assignee, role, term, **(usual | other))


def held(*history: Fact) -> Term | None:
    """Tell from when until when an assignment with this history holds."""
    return fold(CareAssignment, placed(*history)).held


def test_somebody_becomes_the_primary_clinician() -> None:
    """A provider looks after a patient from now on, with no end agreed."""
    given().when(assigning()).then(primary)


def test_somebody_covers_for_a_week() -> None:
    """A provider stands in for a colleague until a day that is known."""
    given().when(assigning(CareRole.COVERING, FOR_A_WEEK)).then(covering)


def test_nobody_is_assigned_twice() -> None:
    """Who is in the care team already, or will be, is named and not taken in again."""
    given().when(assigning(standing=EARLIER)).then_rejected(AlreadyAssigned, care_assignment=EARLIER)


def test_an_assignment_ends_in_the_future() -> None:
    """What would be over as it is written down opens nothing, and is no assignment."""
    late = assigning(term=FOR_A_WEEK, now=NINE + WEEK)
    given().when(late).then_rejected(AssignmentEndsTooSoon, ends_at=NINE + WEEK)


def test_the_suspended_are_given_nobody() -> None:
    """Whoever sees no patients looks after none."""
    given().when(assigning(assignee=Assignee(provider=ADLER, suspended=True))).then_rejected(AssigneeSuspended)


def test_who_leaves_is_given_nobody_afterwards() -> None:
    """A provider who will have left when it begins is not assigned; until then they may be."""
    leaves = Assignee(provider=ADLER, leaves_at=TEN)
    given().when(assigning(assignee=leaves)).then(primary)
    later = assigning(term=Term(starts_at=TEN), assignee=leaves)
    given().when(later).then_rejected(AssigneeHasLeft, leaves_at=TEN)


def test_a_broken_glass_takes_nobody_in() -> None:
    """An hour's emergency does not become a year's access: who broke the glass cannot assign themselves."""
    given().when(assigning(behind_glass=True)).then_rejected(AssignedBehindGlass)


def test_somebody_is_taken_out() -> None:
    """An assignment is ended whenever somebody says so, whatever was agreed."""
    given(CareAssignment, covering).when(lambda assignment: assignment.end(now=TEN)).then(ended)


def test_from_when_until_when_it_really_held() -> None:
    """What was ended early held until then; what was ended before it began never did."""
    assert held(covering) == FOR_A_WEEK
    assert held(primary, ended) == Term(starts_at=NINE, ends_at=TEN)
    ahead = CareAssignment.Assigned(patient=PATIENT, provider=ADLER, role=CareRole.PRIMARY, term=Term(starts_at=TEN))
    assert held(ahead, CareAssignment.Ended(patient=PATIENT, ended_at=NINE)) is None


def test_what_is_over_is_not_ended() -> None:
    """Neither what was ended, nor what ran out by itself."""
    given(CareAssignment, primary, ended).when(lambda one: one.end(now=TEN)).then_rejected(AssignmentIsOver)
    given(CareAssignment, covering).when(lambda one: one.end(now=NINE + WEEK)).then_rejected(AssignmentIsOver)
