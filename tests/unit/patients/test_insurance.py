"""Who pays for a patient's care, from when until when, and whose turn it is first."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.patients.coverage import (
    Coverage,
    CoverageEndsAlready,
    CoverageEndsBeforeItBegins,
    CoverageId,
    CoverageRank,
    CoverageRankTaken,
    SubscriberRelationship,
    TooManyCoverages,
    UnknownCoverage,
)
from domain.patients.patient import Patient
from domain.shared.values import WrongField
from unit.patients.people import Act, registered
from unit.spec import given

OLD, NEW = CoverageId(UUID(int=41)), CoverageId(UUID(int=42))
NEW_YEARS_EVE, NEW_YEAR = date(2029, 12, 31), date(2030, 1, 1)
LAST_OF_JUNE, FIRST_OF_JULY = date(2030, 6, 30), date(2030, 7, 1)

LAKESHORE = Coverage(
    rank=CoverageRank.PRIMARY,
    payer="Lakeshore Health Plan",
    member_id="LHP-4471-02",
    group="88-102",
    relationship=SubscriberRelationship.SELF,
    valid_from=NEW_YEAR,
)
HARBOR = replace(LAKESHORE, payer="Harbor Mutual", member_id="HM-9", group=None, valid_from=FIRST_OF_JULY)

lakeshore = Patient.CoverageAdded(coverage_id=OLD, coverage=LAKESHORE)
harbor = Patient.CoverageAdded(coverage_id=NEW, coverage=HARBOR)
ended = Patient.CoverageEnded(coverage_id=OLD, last_day=LAST_OF_JUNE)
thirty_years = [
    Patient.CoverageAdded(
        coverage_id=CoverageId(UUID(int=100 + year)),
        coverage=replace(LAKESHORE, valid_from=date(1990 + year, 1, 1), valid_until=date(1990 + year, 12, 31)),
    )
    for year in range(30)
]


def adding(coverage: Coverage, coverage_id: CoverageId = NEW) -> Act:
    """Copy a card at the desk."""
    return lambda patient: patient.add_coverage(coverage_id, coverage)


def replacing(coverage: Coverage, coverage_id: CoverageId = OLD) -> Act:
    """Put right what was copied from a card."""
    return lambda patient: patient.replace_coverage(coverage_id, coverage)


def ending(last_day: date, coverage_id: CoverageId = OLD) -> Act:
    """Note the last day of a policy."""
    return lambda patient: patient.end_coverage(coverage_id, last_day)


def test_a_second_payer() -> None:
    """A patient may have a second insurance, which is asked after the first."""
    second = replace(HARBOR, rank=CoverageRank.SECONDARY)
    added = Patient.CoverageAdded(coverage_id=NEW, coverage=second)
    given(Patient, registered, lakeshore).when(adding(second)).then(added)


def test_one_payer_first() -> None:
    """On no day are two insurances both asked first."""
    twice = given(Patient, registered, lakeshore).when(adding(HARBOR))
    twice.then_rejected(CoverageRankTaken, coverage=OLD, rank=CoverageRank.PRIMARY)


def test_one_ends_and_another_begins() -> None:
    """When one insurance ends on the last of June, another of the same rank may begin on the first of July."""
    given(Patient, registered, lakeshore).when(ending(LAST_OF_JUNE)).then(ended)
    given(Patient, registered, lakeshore, ended).when(adding(HARBOR)).then(harbor)


def test_the_last_day_is_covered() -> None:
    """The last day still belongs to the insurance that ends."""
    a_day_early = given(Patient, registered, lakeshore, ended).when(adding(replace(HARBOR, valid_from=LAST_OF_JUNE)))
    a_day_early.then_rejected(CoverageRankTaken)


def test_the_first_day_is_covered() -> None:
    """The first day belongs to the insurance that begins: what paid until then ends on the day before."""
    before = replace(HARBOR, valid_from=date(2029, 1, 1), valid_until=NEW_YEARS_EVE)
    given(Patient, registered, lakeshore).when(adding(before)).then(
        Patient.CoverageAdded(coverage_id=NEW, coverage=before)
    )
    a_day_longer = given(Patient, registered, lakeshore).when(adding(replace(before, valid_until=NEW_YEAR)))
    a_day_longer.then_rejected(CoverageRankTaken, coverage=OLD)


def test_it_does_not_end_before_it_begins() -> None:
    """An insurance that begins on New Year's Day may end on that day, and not on the day before."""
    first_day = Patient.CoverageEnded(coverage_id=OLD, last_day=NEW_YEAR)
    given(Patient, registered, lakeshore).when(ending(NEW_YEAR)).then(first_day)
    too_early = given(Patient, registered, lakeshore).when(ending(NEW_YEARS_EVE))
    too_early.then_rejected(CoverageEndsBeforeItBegins, coverage=OLD)


@pytest.mark.parametrize("later", [LAST_OF_JUNE, FIRST_OF_JULY])
def test_ending_makes_nothing_longer(later: date) -> None:
    """An insurance that has a last day is ended earlier, never later."""
    given(Patient, registered, lakeshore, ended).when(ending(later)).then_rejected(CoverageEndsAlready, coverage=OLD)


def test_a_digit_was_wrong() -> None:
    """What was copied wrongly from the card is replaced as a whole."""
    right = replace(LAKESHORE, member_id="LHP-4471-20")
    replaced = Patient.CoverageReplaced(coverage_id=OLD, coverage=right)
    given(Patient, registered, lakeshore).when(replacing(right)).then(replaced)
    given(Patient, registered, lakeshore, replaced).when(replacing(right)).then()


def test_a_replacement_takes_no_rank_from_another() -> None:
    """A replacement may not last into the days of another insurance of its rank."""
    longer = given(Patient, registered, lakeshore, ended, harbor).when(replacing(LAKESHORE))
    longer.then_rejected(CoverageRankTaken, coverage=NEW)


def test_each_insurance_stands_for_itself() -> None:
    """Ending or replacing one insurance leaves the others as they are."""
    both = (registered, lakeshore, ended, harbor)
    christmas = Patient.CoverageEnded(coverage_id=NEW, last_day=date(2030, 12, 24))
    given(Patient, *both).when(ending(date(2030, 12, 24), NEW)).then(christmas)
    right = replace(HARBOR, plan="Gold")
    replaced = Patient.CoverageReplaced(coverage_id=NEW, coverage=right)
    given(Patient, *both, replaced).when(ending(LAST_OF_JUNE)).then_rejected(CoverageEndsAlready, coverage=OLD)


def test_only_what_is_on_the_record() -> None:
    """An insurance that is not on this record is neither ended nor replaced."""
    for act in (ending(LAST_OF_JUNE, NEW), replacing(HARBOR, NEW)):
        given(Patient, registered, lakeshore).when(act).then_rejected(UnknownCoverage, coverage=NEW)


def test_thirty_are_enough() -> None:
    """A thirty-first insurance is refused."""
    given(Patient, registered, *thirty_years).when(adding(LAKESHORE)).then_rejected(TooManyCoverages, limit=30)


def test_days_in_order() -> None:
    """A card whose last day lies before its first is misread."""
    with pytest.raises(WrongField, match=r"^valid_until must not be before valid_from$") as refused:
        replace(LAKESHORE, valid_until=NEW_YEARS_EVE)
    assert refused.value.field == "valid_until"
