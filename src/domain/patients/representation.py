"""Who acts in a patient's place: a guardian for a minor, a proxy for an adult, in some matters and for some time."""

from datetime import datetime
from typing import Annotated, NewType, Self
from uuid import UUID

import msgspec

from domain.patients.demographics import Demographics
from domain.patients.registry_policy import RegistryTerms
from domain.patients.term import Term
from domain.shared.aggregate import Aggregate, event
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.scopes import Capacity, Scope
from domain.shared.time import Instant
from domain.shared.values import ValueObject

RepresentationId = NewType("RepresentationId", UUID)

Scopes = Annotated[
    tuple[Scope, ...], msgspec.Meta(min_length=1, max_length=len(Scope), description="The matters that are opened.")
]


class GuardianOnlyForMinors(DomainError):
    """Only a minor has a guardian; an adult names a proxy."""

    code = "patients.guardian-only-for-minors"
    mend = "Ask the patient whom they want to name as proxy."


class ProxyOnlyForAdults(DomainError):
    """Only an adult names a proxy; a minor has a guardian."""

    code = "patients.proxy-only-for-adults"
    mend = "Name a guardian instead, until the patient is an adult."


class NobodyRepresentsThemselves(DomainError):
    """Nobody acts in their own place: their own record is open to them as it is."""

    code = "patients.nobody-represents-themselves"
    mend = "Name somebody else's account."


class AlreadyRepresents(DomainError):
    """One account acts for one patient once at a time."""

    code = "patients.already-represents"
    mend = "End what was agreed before, then name the account with the new scopes."


class RepresentationEndsTooSoon(DomainError):
    """Acting for a patient ends later than it begins, and later than now."""

    code = "patients.representation-ends-too-soon"
    mend = "Give a later end, or none."


class RepresentationIsOver(DomainError):
    """What is over is not ended again."""

    code = "patients.representation-over"
    mend = "Nothing to do: the account no longer reaches the record by it."


class OnlyClinicEndsGuardianship(DomainError):
    """A minor does not send a guardian away; the clinic does, on what a court or a parent shows it."""

    code = "patients.only-clinic-ends-guardianship"
    mend = "Ask the clinic."


class Representative(ValueObject, frozen=True, kw_only=True):
    """The account that acts, and whose own record it has, if any."""

    account: AccountId
    patient: PatientId | None = None


class Mandate(ValueObject, frozen=True, kw_only=True):
    """What is opened to whom, and for how long."""

    patient: PatientId
    representative: Representative
    scopes: Scopes
    term: Term

    def check(self, now: datetime) -> None:
        """Raise ``NobodyRepresentsThemselves`` or ``RepresentationEndsTooSoon``."""
        if self.representative.patient == self.patient:
            raise NobodyRepresentsThemselves
        if self.term.is_over(now):
            raise RepresentationEndsTooSoon(ends_at=self.term.ends_at)


class Representation(Aggregate):
    """That one account acts for one patient. It ends by itself: at its term's end, and a guardian's by the age."""

    class Named(Aggregate.Created, frozen=True, kw_only=True):
        """Somebody may act in the patient's place."""

        patient: PatientId
        account: AccountId
        capacity: Capacity
        scopes: Scopes
        term: Term

    class Ended(Aggregate.Event, frozen=True, kw_only=True):
        """From this instant nothing is reached by it, whatever was agreed."""

        patient: PatientId
        ended_at: Instant

    patient: PatientId
    account: AccountId
    capacity: Capacity
    scopes: tuple[Scope, ...]
    term: Term
    ended_at: Instant | None
    """When it was ended before its term, if so."""

    @classmethod
    def name_guardian(
        cls, id: RepresentationId, mandate: Mandate, who: Demographics, *, terms: RegistryTerms, now: datetime
    ) -> Self:
        """Let somebody act for a minor. Raises ``GuardianOnlyForMinors`` and what ``Mandate.check`` raises."""
        if not terms.is_minor(who):
            raise GuardianOnlyForMinors(adult_age=terms.policy.adult_age)
        return cls._name(id, mandate, Capacity.GUARDIAN, now)

    @classmethod
    def name_proxy(
        cls, id: RepresentationId, mandate: Mandate, who: Demographics, *, terms: RegistryTerms, now: datetime
    ) -> Self:
        """Let somebody act for an adult. Raises ``ProxyOnlyForAdults`` and what ``Mandate.check`` raises."""
        if terms.is_minor(who):
            raise ProxyOnlyForAdults(adult_age=terms.policy.adult_age)
        return cls._name(id, mandate, Capacity.PROXY, now)

    def end(self, *, by_patient: bool, now: datetime) -> None:
        """End it from now on. Raises ``RepresentationIsOver``, ``OnlyClinicEndsGuardianship``."""
        if self.is_over(now):
            raise RepresentationIsOver
        if by_patient and self.capacity is Capacity.GUARDIAN:
            raise OnlyClinicEndsGuardianship
        self._ended(patient=self.patient, ended_at=now)

    def is_over(self, now: datetime) -> bool:
        """Tell whether it was ended or ran out; a guardian's also ends by the patient's age, which stands elsewhere."""
        return self.ended_at is not None or self.term.is_over(now)

    def opens(self, scope: Scope, who: Demographics, *, terms: RegistryTerms, now: datetime) -> bool:
        """Tell whether it opens a matter of the patient's at an instant, to which the terms belong."""
        stands = self.ended_at is None and self.term.holds(now)
        return stands and scope in self.scopes and may_act(self.capacity, scope, who, terms)

    @classmethod
    def _name(cls, id: RepresentationId, mandate: Mandate, capacity: Capacity, now: datetime) -> Self:
        mandate.check(now)
        return cls._create(
            cls.Named,
            id=id,
            patient=mandate.patient,
            account=mandate.representative.account,
            capacity=capacity,
            scopes=mandate.scopes,
            term=mandate.term,
        )

    @event(Named)
    def __init__(
        self, patient: PatientId, account: AccountId, capacity: Capacity, scopes: tuple[Scope, ...], term: Term
    ) -> None:
        self.patient = patient
        self.account = account
        self.capacity = capacity
        self.scopes = scopes
        self.term = term
        self.ended_at = None

    @event(Ended)
    def _ended(self, patient: PatientId, ended_at: Instant) -> None:
        self.ended_at = ended_at


def may_act(capacity: Capacity, scope: Scope, who: Demographics, terms: RegistryTerms) -> bool:
    """Tell whether somebody in a capacity may be let into a matter of a patient of this age.

    A guardian is, as long as the matter is the guardian's; a proxy, whom an adult named, always.
    """
    return capacity is Capacity.PROXY or terms.guardian_reaches(scope, who)
