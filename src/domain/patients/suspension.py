"""That an agency asked for silence: for a time, a patient is not to be told of what was disclosed to it.

A patient's right to an account of disclosures to a health oversight agency or a law enforcement official is suspended
for the time that the agency names, where it states that telling would be reasonably likely to impede its activities. A
statement by word of mouth is written down, with who made it, and counts for thirty days (45 CFR 164.528(a)(2)).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final

import msgspec

from domain.shared.errors import DomainError
from domain.shared.patterns import ONE_LINE
from domain.shared.time import Instant, check_calendar
from domain.shared.values import Personal, ValueObject


class RecipientKind(StrEnum):
    """What kind of recipient something was disclosed to, as far as a rule asks for it."""

    HEALTH_OVERSIGHT = "health-oversight"
    """An agency that oversees health care by law (45 CFR 164.512(d))."""
    LAW_ENFORCEMENT = "law-enforcement"
    """An official who enforces the law (45 CFR 164.512(f))."""
    OTHER = "other"
    """Anybody else."""


AGENCIES: Final = frozenset({RecipientKind.HEALTH_OVERSIGHT, RecipientKind.LAW_ENFORCEMENT})
"""Whose statement suspends an account."""

BY_WORD_OF_MOUTH: Final = timedelta(days=30)
"""For how long an oral statement counts (45 CFR 164.528(a)(2)(ii)(C))."""

StatingAgency = Annotated[
    Personal[str],
    msgspec.Meta(
        max_length=200,
        pattern=ONE_LINE,
        description="The agency that asks for silence.",
        examples=["Attorney General, Medicaid Fraud Control Unit"],
    ),
]

StatingOfficial = Annotated[
    Personal[str],
    msgspec.Meta(
        max_length=200,
        pattern=ONE_LINE,
        description="The official who made the statement, with their office or number.",
        examples=["Special Investigator R. Moreno, badge 2217"],
    ),
]


class StatementForm(StrEnum):
    """How a statement was made."""

    WRITTEN = "written"
    ORAL = "oral"


class Statement(ValueObject, frozen=True, kw_only=True):
    """What an agency stated: that telling the patient would be reasonably likely to impede it, and until when."""

    agency: StatingAgency
    official: StatingOfficial
    form: StatementForm
    stated_at: Instant
    until: Instant

    def __post_init__(self) -> None:
        check_calendar(self)


class RecipientIsNoAgency(DomainError):
    """An account is suspended for health oversight and law enforcement alone."""

    code = "patients.recipient-is-no-agency"
    mend = "Correct the kind of recipient, if it was one of the two; of anything else the patient is told."


class StatementLiesAhead(DomainError):
    """A statement is written down once it was made."""

    code = "patients.statement-lies-ahead"
    mend = "Give the instant at which the official made it; write it down then, and not before."


class SuspensionEndsBeforeItBegins(DomainError):
    """A suspension begins when it is written down, and ends later."""

    code = "patients.suspension-ends-before-it-begins"
    mend = "Give the end that the agency named; what is over already suspends nothing."


class OralStatementTooLong(DomainError):
    """By word of mouth an account is suspended for thirty days at most, from the first such statement."""

    code = "patients.oral-statement-too-long"
    mend = "End it by the given instant at the latest; for longer, ask the agency for a written statement."


class DisclosureNotSuspended(DomainError):
    """Only a suspension that runs is lifted."""

    code = "patients.disclosure-not-suspended"
    mend = "Nothing to do: the patient is told of this disclosure."


class DisclosureIsSuspended(DomainError):
    """While an account is suspended, the disclosure stays one to an agency."""

    code = "patients.disclosure-is-suspended"
    mend = "Have an owner lift the suspension first; whoever was no agency can ask for none."


def check_statement(stated: Statement, before: Iterable[Statement], now: datetime) -> None:
    """Raise the rule that a statement breaks, after those that were made ``before``."""
    if stated.stated_at > now:
        raise StatementLiesAhead(now=now)
    if stated.until <= now:
        raise SuspensionEndsBeforeItBegins(now=now)
    if stated.form is StatementForm.ORAL:
        first = min(one.stated_at for one in (*before, stated) if one.form is StatementForm.ORAL)
        if stated.until > first + BY_WORD_OF_MOUTH:
            raise OralStatementTooLong(latest=first + BY_WORD_OF_MOUTH)
