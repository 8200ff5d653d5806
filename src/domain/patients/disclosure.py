"""That the clinic gave something of a patient's data to somebody outside of it, by hand: a fax, a copy, a report.

A patient may ask for an account of it: when, to whom, what, and why (45 CFR 164.528(b)(2)). What was written down
wrongly is corrected by another fact; what was said before stays, and nothing is taken away. For a time an agency may
have the patient not told (``suspension.py``).
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, NewType, Self
from uuid import UUID

import msgspec

from domain.patients.suspension import (
    AGENCIES,
    DisclosureIsSuspended,
    DisclosureNotSuspended,
    RecipientIsNoAgency,
    RecipientKind,
    Statement,
    check_statement,
)
from domain.shared.aggregate import Aggregate, event
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.patterns import ONE_LINE, SOMETHING_TO_READ
from domain.shared.time import Instant, check_calendar
from domain.shared.values import Personal, ValueObject

DisclosureId = NewType("DisclosureId", UUID)

DisclosedTo = Annotated[
    Personal[str],
    msgspec.Meta(
        max_length=200,
        pattern=ONE_LINE,
        description="The person or organisation, with their address where it is known.",
        examples=["County Health Department, 40 Pearl Street, Albany"],
    ),
]

DisclosedWhy = Annotated[
    Personal[str],
    msgspec.Meta(
        max_length=500,
        pattern=SOMETHING_TO_READ,
        description="What for, and by which right, in words that tell the patient the basis.",
        examples=["Report of a notifiable disease, as the law has it"],
    ),
]


class DisclosedKind(StrEnum):
    """A kind of what is told of a patient outside of the clinic."""

    DEMOGRAPHICS = "demographics"
    CONTACTS = "contacts"
    COVERAGE = "coverage"
    APPOINTMENTS = "appointments"
    VISITS = "visits"
    """What was done at visits, and when."""
    DIAGNOSES = "diagnoses"
    TEST_RESULTS = "test-results"
    MEDICATION = "medication"
    BILLING = "billing"
    WHOLE_RECORD = "whole-record"
    """All that the clinic has."""


DisclosedKinds = Annotated[tuple[DisclosedKind, ...], msgspec.Meta(min_length=1, max_length=len(DisclosedKind))]


class DisclosureLiesAhead(DomainError):
    """What was disclosed is written down once it was."""

    code = "patients.disclosure-lies-ahead"
    mend = "Give the instant at which it left the clinic; record it then, and not before."


class DisclosureStandsSo(DomainError):
    """A correction says something else than what stands."""

    code = "patients.disclosure-stands-so"
    mend = "Nothing to do: the record of the disclosure already says this."


class Particulars(ValueObject, frozen=True, kw_only=True):
    """What is told of a disclosure."""

    to: DisclosedTo
    recipient_kind: Personal[RecipientKind] = RecipientKind.OTHER
    kinds: DisclosedKinds
    why: DisclosedWhy
    disclosed_at: Instant

    def __post_init__(self) -> None:
        check_calendar(self)


class Disclosure(Aggregate):
    """One disclosure, by hand, of one patient's data."""

    class Recorded(Aggregate.Created, frozen=True, kw_only=True):
        """Somebody of the clinic wrote down what left it."""

        patient: PatientId
        told: Particulars
        recorded_by: AccountId

    class Corrected(Aggregate.Event, frozen=True, kw_only=True):
        """It was otherwise than it had been written down."""

        patient: PatientId
        told: Particulars
        corrected_by: AccountId

    class Suspended(Aggregate.Event, frozen=True, kw_only=True):
        """An agency stated that the patient is not to be told for now."""

        patient: PatientId
        statement: Statement
        suspended_by: AccountId

    class SuspensionLifted(Aggregate.Event, frozen=True, kw_only=True):
        """The patient is told before the time was over that the agency had named."""

        lifted_by: AccountId
        lifted_at: Instant

    corrected_by: AccountId | None
    """Who corrected it last."""
    statements: tuple[Statement, ...]
    """What agencies stated, the latest last: that is what counts."""
    suspended_until: Instant | None
    """Until when the patient is not told, or was not."""

    @classmethod
    def note(cls, id: DisclosureId, patient: PatientId, told: Particulars, by: AccountId, *, now: datetime) -> Self:
        """Write a disclosure down. Raises ``DisclosureLiesAhead``."""
        _check_past(told, now)
        return cls._create(cls.Recorded, id=id, patient=patient, told=told, recorded_by=by)

    def correct(self, told: Particulars, by: AccountId, *, now: datetime) -> None:
        """Say how it really was. Raises ``DisclosureLiesAhead``, ``DisclosureStandsSo``, ``DisclosureIsSuspended``."""
        _check_past(told, now)
        if told == self.told:
            raise DisclosureStandsSo
        if self.is_suspended(now) and told.recipient_kind not in AGENCIES:
            raise DisclosureIsSuspended(until=self.suspended_until)
        self._corrected(patient=self.patient, told=told, corrected_by=by)

    def suspend(self, statement: Statement, by: AccountId, *, now: datetime) -> None:
        """Keep it from the patient for as long as an agency states; what it stated last counts.

        Raises ``RecipientIsNoAgency`` and whatever ``check_statement`` raises.
        """
        if self.told.recipient_kind not in AGENCIES:
            raise RecipientIsNoAgency
        check_statement(statement, self.statements, now)
        self._suspended(patient=self.patient, statement=statement, suspended_by=by)

    def lift_suspension(self, by: AccountId, *, now: datetime) -> None:
        """Let the patient be told from now on. Raises ``DisclosureNotSuspended``."""
        if not self.is_suspended(now):
            raise DisclosureNotSuspended
        self._suspension_lifted(lifted_by=by, lifted_at=now)

    def is_suspended(self, now: datetime) -> bool:
        """Tell whether the patient is not to be told at an instant."""
        return self.suspended_until is not None and now < self.suspended_until

    @event(Recorded)
    def __init__(self, patient: PatientId, told: Particulars, recorded_by: AccountId) -> None:
        self.patient = patient
        self.told = told
        self.recorded_by = recorded_by
        self.corrected_by = self.suspended_until = None
        self.statements = ()

    @event(Corrected)
    def _corrected(self, patient: PatientId, told: Particulars, corrected_by: AccountId) -> None:
        self.patient = patient
        self.told = told
        self.corrected_by = corrected_by

    @event(Suspended)
    def _suspended(self, patient: PatientId, statement: Statement, suspended_by: AccountId) -> None:
        self.patient = patient
        self.statements = (*self.statements, statement)
        self.suspended_until = statement.until

    @event(SuspensionLifted)
    def _suspension_lifted(self, lifted_by: AccountId, lifted_at: Instant) -> None:
        self.suspended_until = lifted_at


def _check_past(told: Particulars, now: datetime) -> None:
    if told.disclosed_at > now:
        raise DisclosureLiesAhead(now=now)
