"""Who may be registered twice."""

from collections.abc import Iterable
from typing import Annotated, Final

import msgspec

from domain.patients.likeness import Description, score
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId
from domain.shared.values import ValueObject

STOPS_FROM: Final = 70
"""The score from which a registration waits for somebody to look.

One name and birth date with a slip in either are above it (day and month swapped: 79), twins who share everything but
the given name below (68).
"""

SHOWN_FROM: Final = 40
"""The score from which a record is shown as a possible duplicate: a married name (58), one digit of the birth date."""


class PossibleDuplicate(DomainError):
    """Somebody who looks like a patient of the clinic is registered only when whoever registers them insists."""

    code = "patients.possible-duplicate"
    mend = "Look at the records named in candidates; if all are of other people, send it again with insist."


class Candidate(ValueObject, frozen=True, kw_only=True):
    """A record that may be of the same person."""

    patient: PatientId
    score: Annotated[
        int, msgspec.Meta(ge=0, le=100, description="100: the same name and birth date, or evidence that weighs more.")
    ]


def candidates(
    person: Description, records: Iterable[tuple[PatientId, Description]], *, at_least: int = SHOWN_FROM
) -> tuple[Candidate, ...]:
    """Give those records that score at least so much, the likeliest first."""
    scored = (Candidate(patient=patient, score=score(person, record)) for patient, record in records)
    alike = (candidate for candidate in scored if candidate.score >= at_least)
    return tuple(sorted(alike, key=lambda candidate: (-candidate.score, candidate.patient)))


def told_apart(alike: Iterable[Candidate], *, insist: bool) -> tuple[PatientId, ...]:
    """Give whom somebody insists that a person is not; of nobody alike there is nothing to insist on.

    Raises ``PossibleDuplicate``.
    """
    shown = tuple(alike)
    if shown and not insist:
        raise PossibleDuplicate(candidates=shown)
    return tuple(candidate.patient for candidate in shown)
