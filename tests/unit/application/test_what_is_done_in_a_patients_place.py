"""What each scope opens to a guardian or proxy, and what none does, told by hand beside the list of scopes."""

from fnmatch import fnmatchcase

import pytest

from application.shared.access import ACCESS
from application.shared.scopes import SCOPES
from domain.shared.roles import Role
from domain.shared.scopes import Scope

VISITS = (
    "scheduling.*appointment* scheduling.*series* scheduling.*hold scheduling.*-slot* scheduling.*waitlist*"
    " scheduling.*-offer scheduling.confirm-attendance scheduling.note-arrival scheduling.check-in"
)

OPENED = {
    "Who was let into the record reads it, who looks after it and who was shown it, and keeps whom to call.": (
        Scope.RECORD,
        "patients.get-patient patients.list-care-assignments audit.list-* patients.*-emergency-contact",
    ),
    "Who was let into consents gives and withdraws them.": (Scope.CONSENTS, "patients.*-consent"),
    "Who was let into billing says who pays.": (Scope.BILLING, "patients.add-coverage"),
    "Who was let into visits sees, books, moves, keeps and cancels them, and waits for one.": (Scope.VISITS, VISITS),
}
KEPT = (
    "patients.add-contact patients.name-proxy patients.end-representation patients.list-representations"
    " scheduling.*calendar-link* scheduling.explain-refusal identity.*"
)
"""What is the patient's alone: how they are reached, who acts for them, their calendar, what they themselves did."""

THEIR_OWN = sorted(name for name, row in ACCESS.items() if row.get(Role.PATIENT) == "own")


def named(patterns: str) -> set[str]:
    """Give what patients may do with their own, by the patterns that name it."""
    return {name for name in THEIR_OWN if any(fnmatchcase(name, pattern) for pattern in patterns.split())}


@pytest.mark.parametrize(("scope", "patterns"), OPENED.values(), ids=OPENED)
def test_what_a_scope_opens(scope: Scope, patterns: str) -> None:
    """A scope opens what its sentence says, all of it and nothing else."""
    assert {name for name, needed in SCOPES.items() if needed is scope} == named(patterns)


def test_what_stays_the_patients() -> None:
    """No scope opens how a patient is reached, who acts for them, their calendar, or what they themselves did."""
    assert set(THEIR_OWN) - SCOPES.keys() == named(KEPT)
