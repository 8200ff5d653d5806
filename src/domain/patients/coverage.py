"""Who pays for a patient's care: insurance, from when until when, and in which order payers are asked."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Final, NewType
from uuid import UUID

import msgspec

from domain.shared.errors import DomainError
from domain.shared.listed import entry_of
from domain.shared.patterns import whole
from domain.shared.time import Day, check_calendar
from domain.shared.values import Personal, ValueObject, WrongField

CoverageId = NewType("CoverageId", UUID)

MOST_COVERAGES: Final = 30
"""Per patient, ended ones included: three payers, each changed every year for ten years."""

CardEntry = Annotated[
    Personal[str],
    msgspec.Meta(
        pattern=whole(r"[^\s\ufeff\x00-\x1f\x7f]([^\x00-\x1f\x7f]{0,98}[^\s\ufeff\x00-\x1f\x7f])?"),
        description="As printed on the insurance card.",
    ),
]


class CoverageRankTaken(DomainError):
    """On one day a patient has one coverage of each rank."""

    code = "patients.coverage-rank-taken"
    mend = "End the coverage that has this rank, or give the new one another rank or other days."


class TooManyCoverages(DomainError):
    """A patient has at most thirty coverages, ended ones included."""

    code = "patients.too-many-coverages"
    mend = "Replace a coverage that was entered by mistake with the new one."


class UnknownCoverage(DomainError):
    """Only a coverage on the patient's record can be ended or replaced."""

    code = "patients.unknown-coverage"
    mend = "Read the patient's coverages again; this one belongs to somebody else."


class CoverageEndsBeforeItBegins(DomainError):
    """A coverage ends on its first day or later."""

    code = "patients.coverage-ends-before-it-begins"
    mend = "Give a later last day, or replace the coverage where it was entered by mistake."


class CoverageEndsAlready(DomainError):
    """Ending a coverage never makes it last longer."""

    code = "patients.coverage-ends-already"
    mend = "Replace the coverage to give it a later last day."


class CoverageRank(StrEnum):
    """In which order payers are asked: coordination of benefits."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"


class SubscriberRelationship(StrEnum):
    """What the patient is to the person who holds the policy, in the codes of FHIR R4's subscriber-relationship."""

    SELF = "self"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    COMMON = "common"
    OTHER = "other"


class Coverage(ValueObject, frozen=True, kw_only=True):
    """One policy that covers the patient. Days are the payer's, both ends included."""

    rank: CoverageRank
    payer: CardEntry
    member_id: CardEntry
    group: CardEntry | None = None
    plan: CardEntry | None = None
    relationship: SubscriberRelationship
    valid_from: Day
    valid_until: Day | None = None
    """The last day, or none where no end is known."""

    def __post_init__(self) -> None:
        check_calendar(self)
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise WrongField("valid_until", "valid_until must not be before valid_from")

    @property
    def last_day(self) -> date:
        """The last day, of a coverage without an end the calendar's."""
        return self.valid_until or date.max

    def overlaps(self, other: "Coverage") -> bool:
        """Tell whether there is a day on which both hold."""
        return self.valid_from <= other.last_day and other.valid_from <= self.last_day


class KnownCoverage(ValueObject, frozen=True, kw_only=True):
    """A coverage on the record."""

    id: CoverageId
    coverage: Coverage

    def ended(self, last_day: date) -> "KnownCoverage":
        """Give the coverage with another last day."""
        return KnownCoverage(id=self.id, coverage=msgspec.structs.replace(self.coverage, valid_until=last_day))

    def check_end(self, last_day: date) -> None:
        """Raise ``CoverageEndsBeforeItBegins``, or ``CoverageEndsAlready`` where it would last no shorter."""
        if last_day < self.coverage.valid_from:
            raise CoverageEndsBeforeItBegins(coverage=self.id)
        if last_day >= self.coverage.last_day:
            raise CoverageEndsAlready(coverage=self.id)


def check_rank(coverage: Coverage, others: Iterable[KnownCoverage]) -> None:
    """Refuse a coverage on whose days another one has its rank."""
    for other in others:
        if other.coverage.rank is coverage.rank and other.coverage.overlaps(coverage):
            raise CoverageRankTaken(coverage=other.id, rank=coverage.rank)


def check_coverage(coverage: Coverage, others: Sequence[KnownCoverage]) -> None:
    """Refuse what ``check_rank`` refuses, and one too many."""
    check_rank(coverage, others)
    if len(others) >= MOST_COVERAGES:
        raise TooManyCoverages(limit=MOST_COVERAGES)


def known_coverage(coverages: Sequence[KnownCoverage], coverage_id: CoverageId) -> KnownCoverage:
    """Give the coverage on the record. Raises ``UnknownCoverage``."""
    return entry_of(coverages, coverage_id, UnknownCoverage(coverage=coverage_id))
