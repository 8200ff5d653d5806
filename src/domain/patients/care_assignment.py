"""Who belongs to a patient's care team: a provider, in a role, from when until when."""

from datetime import datetime
from enum import StrEnum
from typing import NewType, Self
from uuid import UUID

from domain.patients.term import Term
from domain.shared.aggregate import Aggregate, event
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId, ProviderId
from domain.shared.time import Instant
from domain.shared.values import ValueObject

CareAssignmentId = NewType("CareAssignmentId", UUID)


class CareRole(StrEnum):
    """As what a provider looks after a patient (FHIR R4, ``CareTeam.participant.role``)."""

    PRIMARY = "primary"
    """Whose patient it is."""
    COVERING = "covering"
    """Stands in for a colleague."""
    CONSULTING = "consulting"
    """Is asked for advice."""


class AlreadyAssigned(DomainError):
    """A provider is in a patient's care team once at a time."""

    code = "patients.already-assigned"
    mend = "End the assignment that is named first, if another role or another end is to stand."


class AssignmentEndsTooSoon(DomainError):
    """An assignment ends later than it begins, and later than now."""

    code = "patients.assignment-ends-too-soon"
    mend = "Give a later end, or none."


class AssignmentIsOver(DomainError):
    """What is over is not ended again."""

    code = "patients.assignment-over"
    mend = "Nothing to do: the provider is no longer in the care team by it."


class AssigneeSuspended(DomainError):
    """Whoever is suspended is given no patients."""

    code = "patients.assignee-suspended"
    mend = "Reinstate the provider first, or assign somebody else."


class AssigneeHasLeft(DomainError):
    """Whoever will have left when the assignment begins is given no patients."""

    code = "patients.assignee-has-left"
    mend = "Assign somebody who stays."


class AssignedBehindGlass(DomainError):
    """A broken glass opens a record for an hour; it puts nobody into a care team, whoever broke it least of all."""

    code = "patients.assigned-behind-glass"
    mend = "Have the front desk assign the provider, or a colleague who looks after the patient."


class Assignee(ValueObject, frozen=True, kw_only=True):
    """A provider of the directory, as far as it matters to who is given patients."""

    provider: ProviderId
    suspended: bool = False
    leaves_at: Instant | None = None
    """From when on the provider sees nobody any more."""

    def check(self, starts_at: datetime) -> None:
        """Raise ``AssigneeSuspended`` or ``AssigneeHasLeft``."""
        if self.suspended:
            raise AssigneeSuspended
        if self.leaves_at is not None and self.leaves_at <= starts_at:
            raise AssigneeHasLeft(leaves_at=self.leaves_at)


class CareAssignment(Aggregate):
    """That one provider looks after one patient. Together a patient's assignments are their care team."""

    class Assigned(Aggregate.Created, frozen=True, kw_only=True):
        """The provider looks after the patient from its term's start on."""

        patient: PatientId
        provider: ProviderId
        role: CareRole
        term: Term

    class Ended(Aggregate.Event, frozen=True, kw_only=True):
        """From this instant the provider is in the care team no longer, whatever was agreed."""

        patient: PatientId
        ended_at: Instant

    ended_at: Instant | None
    """When it was ended before its term, if so."""

    @classmethod
    def assign(  # noqa: PLR0913 - whom to whom, as what, for how long
        cls,
        id: CareAssignmentId,
        patient: PatientId,
        assignee: Assignee,
        role: CareRole,
        term: Term,
        *,
        standing: CareAssignmentId | None,
        behind_glass: bool,
        now: datetime,
    ) -> Self:
        """Take a provider into a patient's care team.

        ``standing`` is the assignment of the two that is not over; ``behind_glass`` tells that whoever assigns reaches
        the patient through a broken glass alone.

        Raises ``AssignedBehindGlass``, ``AssignmentEndsTooSoon``, ``AlreadyAssigned``, ``AssigneeSuspended``,
        ``AssigneeHasLeft``.
        """
        if behind_glass:
            raise AssignedBehindGlass
        if term.is_over(now):
            raise AssignmentEndsTooSoon(ends_at=term.ends_at)
        if standing is not None:
            raise AlreadyAssigned(care_assignment=standing)
        assignee.check(term.starts_at)
        return cls._create(cls.Assigned, id=id, patient=patient, provider=assignee.provider, role=role, term=term)

    def end(self, *, now: datetime) -> None:
        """Take the provider out of the care team from now on. Raises ``AssignmentIsOver``."""
        if self.is_over(now):
            raise AssignmentIsOver
        self._ended(patient=self.patient, ended_at=now)

    def is_over(self, now: datetime) -> bool:
        """Tell whether it was ended or ran out."""
        return self.ended_at is not None or self.term.is_over(now)

    @property
    def held(self) -> Term | None:
        """From when until when it really holds; ``None`` where it was ended before it began."""
        if self.ended_at is None:
            return self.term
        return (
            Term(starts_at=self.term.starts_at, ends_at=self.ended_at) if self.ended_at > self.term.starts_at else None
        )

    @event(Assigned)
    def __init__(self, patient: PatientId, provider: ProviderId, role: CareRole, term: Term) -> None:
        self.patient = patient
        self.provider = provider
        self.role = role
        self.term = term
        self.ended_at = None

    @event(Ended)
    def _ended(self, patient: PatientId, ended_at: Instant) -> None:
        self.ended_at = ended_at
