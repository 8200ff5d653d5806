"""How a clinic keeps its registry: which wordings count, and from which age whose word is asked.

Ages are a clinic's configuration, not law: which matters are an adolescent's own differs from one jurisdiction to the
next, and the clinic answers for what it sets here. Until it says so, nothing is an adolescent's own.
"""

from datetime import date, timedelta
from typing import Annotated, Self, TypeVar
from uuid import UUID

import msgspec

from domain.patients.care import CareDays, CareTerm
from domain.patients.consent import (
    Consent,
    ConsentKind,
    ConsentSpeaker,
    ConsentTextNotCurrent,
    GuardianMustConsent,
    NotTheGuardiansMatter,
    SaidByGuardian,
    TextVersion,
)
from domain.patients.demographics import Demographics
from domain.shared.aggregate import Aggregate, event
from domain.shared.scopes import Scope
from domain.shared.time import Day
from domain.shared.values import ValueObject, WrongField

T = TypeVar("T")

Few = Annotated[tuple[T, ...], msgspec.Meta(max_length=20)]
"""No more than there are kinds of anything here."""

Age = Annotated[int, msgspec.Meta(ge=0, le=30, description="In completed years, by the clinic's calendar.")]


class ConsentText(ValueObject, frozen=True, kw_only=True):
    """The wording of a kind of consent that alone counts."""

    kind: ConsentKind
    text_version: TextVersion


class RegistryPolicy(ValueObject, frozen=True, kw_only=True):
    """A clinic's terms."""

    consent_texts: Few[ConsentText] = ()
    """The current wordings. Of a kind that is not named, a consent to any wording counts."""

    adult_age: Age = 18
    """From this age patients decide for themselves, and no guardian reaches their record."""

    adolescent_age: Age = 14
    """From this age the matters below are the patient's own."""

    adolescents_consent_to: Few[ConsentKind] = ()
    """Kinds of consent that adolescents give themselves."""

    adolescents_keep: Few[Scope] = ()
    """Matters that a guardian no longer reaches once the patient is an adolescent."""

    retention_years: Annotated[int, msgspec.Meta(ge=0, le=100)] = 10
    """For how long the law has the clinic keep a record: from the last visit, and from adulthood for a minor's."""

    care_days: CareDays = 365
    """For how long after a visit a clinician still reads the patient's record."""

    break_glass_minutes: Annotated[int, msgspec.Meta(ge=5, le=1440)] = 60
    """For how long a record stays open to a clinician who broke the glass."""

    def __post_init__(self) -> None:
        if self.adolescent_age > self.adult_age:
            raise WrongField("adolescent_age", "adolescent_age is not above adult_age")
        if len({text.kind for text in self.consent_texts}) < len(self.consent_texts):
            raise WrongField("consent_texts", "consent_texts name each kind once")

    @classmethod
    def default(cls) -> Self:
        """Give the terms of a clinic that has not set its own."""
        return cls()

    @property
    def care(self) -> CareTerm:
        """For how long a patient is in somebody's care."""
        return CareTerm(days_after_visit=self.care_days)

    @property
    def glass_stays_broken(self) -> timedelta:
        """For how long a broken glass opens a record."""
        return timedelta(minutes=self.break_glass_minutes)

    def current_text(self, kind: ConsentKind) -> str | None:
        """Give the wording of a kind that alone counts; ``None`` where any does."""
        return next((text.text_version for text in self.consent_texts if text.kind is kind), None)


class RegistryTerms(ValueObject, frozen=True, kw_only=True):
    """What a clinic's policy says on one day of its calendar."""

    policy: RegistryPolicy
    day: Day

    def is_minor(self, who: Demographics) -> bool:
        """Tell whether a patient is not yet an adult. Who was born on 29 February comes of age on 1 March."""
        return who.age_on(self.day) < self.policy.adult_age

    def is_guardians_consent(self, kind: ConsentKind, who: Demographics) -> bool:
        """Tell whether a kind of consent is the guardian's to give."""
        return self._is_guardians(who, own=kind in self.policy.adolescents_consent_to)

    def guardian_reaches(self, scope: Scope, who: Demographics) -> bool:
        """Tell whether a guardian may still be let into a matter."""
        return self._is_guardians(who, own=scope in self.policy.adolescents_keep)

    def demand_current(self, kind: ConsentKind, text_version: str) -> None:
        """Raise ``ConsentTextNotCurrent`` for a wording that does not count."""
        current = self.policy.current_text(kind)
        if current not in (None, text_version):
            raise ConsentTextNotCurrent(kind=kind, current=current)

    def demand_say(self, kind: ConsentKind, who: Demographics, by: ConsentSpeaker) -> None:
        """Raise ``GuardianMustConsent`` or ``NotTheGuardiansMatter`` where somebody else has the say."""
        guardian = isinstance(by, SaidByGuardian)
        if self.is_guardians_consent(kind, who) and not guardian:
            raise GuardianMustConsent(kind=kind)
        if guardian and not self.is_guardians_consent(kind, who):
            raise NotTheGuardiansMatter(kind=kind)

    def kept_until(self, who: Demographics, last_visit: date | None) -> date | None:
        """Give the first day on which a record may go; ``None`` where there was no visit that it could tell of.

        The years begin with the last visit's day, and not before the patient has come of age.
        """
        if last_visit is None:
            return None
        adulthood = _years_after(who.birth_date, self.policy.adult_age)
        return _years_after(max(last_visit, adulthood), self.policy.retention_years)

    def counts(self, consent: Consent, who: Demographics) -> bool:
        """Tell whether a live consent allows anything today: by its wording, and by who gave it."""
        by_guardian = isinstance(consent.given_by, SaidByGuardian)
        is_current = self.policy.current_text(consent.kind) in (None, consent.text_version)
        return is_current and by_guardian is self.is_guardians_consent(consent.kind, who)

    def _is_guardians(self, who: Demographics, *, own: bool) -> bool:
        return self.is_minor(who) and not (own and who.age_on(self.day) >= self.policy.adolescent_age)


def _years_after(day: date, years: int) -> date:
    """Give the same day of a later year; for 29 February 1 March, where the year has no such day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


class ClinicRegistryRules(Aggregate):
    """One clinic's registry policy over time. A consent stays as it was given; whether it counts is asked anew."""

    class Adopted(Aggregate.Created, frozen=True, kw_only=True):
        """The clinic took up its first policy."""

        policy: RegistryPolicy

    class PolicySet(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic set another policy."""

        policy: RegistryPolicy

    @classmethod
    def adopt(cls, id: UUID, policy: RegistryPolicy) -> Self:
        """Take up a clinic's first policy."""
        return cls._create(cls.Adopted, id=id, policy=policy)

    def set_policy(self, policy: RegistryPolicy) -> None:
        """Set the policy from now on. The same policy again changes nothing."""
        if policy != self.policy:
            self._policy_set(policy=policy)

    @event(Adopted)
    def __init__(self, policy: RegistryPolicy) -> None:
        self.policy = policy

    @event(PolicySet)
    def _policy_set(self, policy: RegistryPolicy) -> None:
        self.policy = policy
