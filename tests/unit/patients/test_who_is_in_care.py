"""A clinician reads the records of patients whom they see, have seen of late, are assigned to, or had to open."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.patients.care import CareTies, OutsideCare
from domain.patients.registry_policy import RegistryPolicy
from domain.patients.term import Term
from unit.patients.people import NINE, TEN

CARE = RegistryPolicy(care_days=30).care
MONTH, MOMENT = timedelta(days=30), timedelta(microseconds=1)
GLASS = UUID(int=54)

strangers = CareTies()
expected = CareTies(visit_until=NINE + MONTH)
seen = CareTies(visit_until=NINE)
primary = CareTies(assignment=Term(starts_at=NINE))
covered = CareTies(assignment=Term(starts_at=NINE, ends_at=TEN))
broken = CareTies(glass=GLASS, glass_until=TEN)


def test_who_is_expected_is_in_care() -> None:
    """A clinician prepares for a visit that is ahead."""
    assert CARE.admit(expected, NINE) is None


def test_who_was_seen_is_in_care_for_a_while() -> None:
    """After a visit the record stays open for the days that the clinic set, and not a moment longer."""
    assert CARE.admit(seen, NINE + MONTH - MOMENT) is None
    with pytest.raises(OutsideCare):
        CARE.admit(seen, NINE + MONTH)


def test_who_is_assigned_is_in_care() -> None:
    """Whoever is in the care team reads the record from the first moment on, for as long as no end was agreed."""
    assert not CARE.lasts(primary, NINE - MOMENT)
    assert CARE.lasts(primary, NINE)
    assert CARE.lasts(primary, NINE + 100 * MONTH)


def test_an_assignment_is_remembered_like_a_visit() -> None:
    """After its end the record stays open for the days that the clinic set: a report that comes late is still read."""
    assert CARE.lasts(covered, TEN + MONTH - MOMENT)
    assert not CARE.lasts(covered, TEN + MONTH)


def test_either_tie_is_enough() -> None:
    """A visit that is long past does not shut out who is in the care team."""
    assert CARE.lasts(CareTies(visit_until=NINE - MONTH, assignment=Term(starts_at=NINE)), TEN)


def test_strangers_are_not() -> None:
    """Without a visit or a broken glass a clinician does not read a record, and is told of the glass."""
    with pytest.raises(OutsideCare) as refusal:
        CARE.admit(strangers, NINE)
    assert "break-glass" in refusal.value.mend


def test_a_broken_glass_opens_the_record_for_its_time() -> None:
    """A broken glass lets in until it ends, and the reading is told by which."""
    assert CARE.admit(broken, TEN - MOMENT) == GLASS
    with pytest.raises(OutsideCare):
        CARE.admit(broken, TEN)


def test_care_comes_before_the_glass() -> None:
    """Who has a visit needs no glass, and reads as any other day."""
    both = CareTies(visit_until=NINE, glass=GLASS, glass_until=TEN)
    assert CARE.admit(both, NINE) is None


def test_a_broken_glass_is_no_care() -> None:
    """A glass opens a record to be read; the patient is not in the clinician's care by it."""
    assert not CARE.lasts(broken, NINE)
    assert CARE.lasts(seen, NINE)


def test_the_clinic_sets_both_times() -> None:
    """A year of care and an hour of broken glass, unless the clinic says otherwise."""
    policy = RegistryPolicy.default()
    assert (policy.care.days_after_visit, policy.glass_stays_broken) == (365, timedelta(hours=1))
    assert RegistryPolicy(break_glass_minutes=15).glass_stays_broken == timedelta(minutes=15)
