"""Forgetting a patient for good, which takes two people and nothing that stands against it.

That a person may ask for it, and what may stand against it, is law (in Europe GDPR, article 17; in the United States
the states' laws on how long medical records are kept): the clinic sets the years, and two of its people look.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NewType, Self
from uuid import UUID

from domain.patients.legal_hold import LegalHoldId
from domain.shared.aggregate import Aggregate, event
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId, AppointmentId, PatientId
from domain.shared.time import Day, Instant
from domain.shared.values import ValueObject

ErasureId = NewType("ErasureId", UUID)


class ErasureAlreadyRequested(DomainError):
    """For one patient one erasure is asked for at a time."""

    code = "patients.erasure-already-requested"
    mend = "Approve or withdraw the request that is named."


class ErasureSettled(DomainError):
    """A request is approved or withdrawn once."""

    code = "patients.erasure-settled"
    mend = "Nothing to do where it was approved; where it was withdrawn, ask for the erasure anew."


class ErasureNeedsSecondPerson(DomainError):
    """Nobody approves an erasure that they asked for themselves."""

    code = "patients.erasure-needs-second-person"
    mend = "Have somebody else, whose role allows it, look at the request."


class UnderLegalHold(DomainError):
    """What is held for a legal matter is not erased."""

    code = "patients.under-legal-hold"
    mend = "Wait until the holds that are named are lifted."


class RetentionNotOver(DomainError):
    """A patient's record is kept for as long as the law has the clinic keep it."""

    code = "patients.retention-not-over"
    mend = "Ask again from the day that is named; meanwhile deactivate the patient."


class PatientStillExpected(DomainError):
    """Nobody is erased who is still expected at the clinic, or waits for a visit."""

    code = "patients.patient-still-expected"
    mend = "Settle the appointments and the waits that are named, then ask again."


class ErasureReason(StrEnum):
    """Why a patient is erased. A code, because words about somebody to be forgotten would have to be forgotten too."""

    PATIENT_ASKED = "patient-asked"
    RETENTION_OVER = "retention-over"
    ENTERED_IN_ERROR = "entered-in-error"
    ORDERED = "ordered"
    """By a court or an authority."""


class ErasureState(StrEnum):
    """How far a request has come."""

    REQUESTED = "requested"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"


class Keeping(ValueObject, frozen=True, kw_only=True):
    """What could keep a person's records, on one day of the clinic's calendar."""

    today: Day
    holds: tuple[LegalHoldId, ...] = ()
    expected: tuple[AppointmentId, ...] = ()
    """Appointments that are ahead or under way."""
    waits: tuple[UUID, ...] = ()
    """Entries of the waitlist that still stand in line."""
    kept_until: Day | None = None
    """The first day on which the law lets the records go; ``None`` where it has nobody keep them."""

    def demand_nothing(self) -> None:
        """Raise ``UnderLegalHold``, ``RetentionNotOver`` or ``PatientStillExpected`` where something does."""
        if self.holds:
            raise UnderLegalHold(holds=self.holds)
        if self.kept_until is not None and self.today < self.kept_until:
            raise RetentionNotOver(until=self.kept_until)
        if self.expected or self.waits:
            raise PatientStillExpected(appointments=self.expected, waits=self.waits)


class Erasure(Aggregate):
    """A request to forget a patient, and what came of it. It names nobody, so it stays when the patient is gone."""

    class Requested(Aggregate.Created, frozen=True, kw_only=True):
        """Somebody asked for the erasure."""

        patient: PatientId
        reason: ErasureReason
        requested_by: AccountId
        requested_at: Instant

    class Withdrawn(Aggregate.Event, frozen=True, kw_only=True):
        """The patient stays."""

        withdrawn_by: AccountId
        withdrawn_at: Instant

    class Approved(Aggregate.Event, frozen=True, kw_only=True):
        """A second person agreed, and the keys to everything about the person were destroyed with this fact."""

        records: tuple[PatientId, ...]
        """All records of the one person, the one that stayed first."""
        approved_by: AccountId
        approved_at: Instant

    patient: PatientId
    reason: ErasureReason
    requested_by: AccountId
    requested_at: Instant
    state: ErasureState
    settled_by: AccountId | None
    settled_at: Instant | None
    records: tuple[PatientId, ...]
    """What was erased; nothing before the approval."""

    @classmethod
    def request(  # noqa: PLR0913 - whom, why, who asks, and what could stand against it
        cls,
        id: ErasureId,
        patient: PatientId,
        reason: ErasureReason,
        by: AccountId,
        *,
        open_request: ErasureId | None,
        keeping: Keeping,
        now: datetime,
    ) -> Self:
        """Ask for a patient's erasure. ``open_request`` is one that stands for the patient already.

        Raises ``ErasureAlreadyRequested`` and what ``Keeping.demand_nothing`` raises.
        """
        if open_request is not None:
            raise ErasureAlreadyRequested(erasure=open_request)
        keeping.demand_nothing()
        return cls._create(cls.Requested, id=id, patient=patient, reason=reason, requested_by=by, requested_at=now)

    def withdraw(self, by: AccountId, *, now: datetime) -> None:
        """Take the request back, or refuse it. Raises ``ErasureSettled``."""
        self.demand_open()
        self._withdrawn(withdrawn_by=by, withdrawn_at=now)

    def approve(self, by: AccountId, records: Iterable[PatientId], *, keeping: Keeping, now: datetime) -> None:
        """Agree to the erasure of all of the person's records.

        What stands against it is looked at anew: much can have come up since the request. Raises ``ErasureSettled``,
        ``ErasureNeedsSecondPerson`` and what ``Keeping.demand_nothing`` raises.
        """
        self.demand_open()
        if by == self.requested_by:
            raise ErasureNeedsSecondPerson
        keeping.demand_nothing()
        self._approved(records=tuple(records), approved_by=by, approved_at=now)

    def demand_open(self) -> None:
        """Raise ``ErasureSettled`` where the request is no longer open; the patient may be gone."""
        if self.state is not ErasureState.REQUESTED:
            raise ErasureSettled(state=self.state)

    @event(Requested)
    def __init__(
        self, patient: PatientId, reason: ErasureReason, requested_by: AccountId, requested_at: Instant
    ) -> None:
        self.patient = patient
        self.reason = reason
        self.requested_by = requested_by
        self.requested_at = requested_at
        self.state = ErasureState.REQUESTED
        self.settled_by = self.settled_at = None
        self.records = ()

    @event(Withdrawn)
    def _withdrawn(self, withdrawn_by: AccountId, withdrawn_at: Instant) -> None:
        self.state = ErasureState.WITHDRAWN
        self.settled_by, self.settled_at = withdrawn_by, withdrawn_at

    @event(Approved)
    def _approved(self, records: tuple[PatientId, ...], approved_by: AccountId, approved_at: Instant) -> None:
        self.state = ErasureState.APPROVED
        self.settled_by, self.settled_at = approved_by, approved_at
        self.records = records
