"""What is told of the registry."""

from uuid import UUID

from application.published.fact import PublishedFact
from domain.shared.identifiers import AccountId, PatientId, ProviderId
from domain.shared.time import Instant
from domain.shared.values import Code


class PatientRegistered(PublishedFact, frozen=True, kw_only=True, tag="patients.patient-registered"):
    """There is a new patient."""

    patient: PatientId


class PatientRecordChanged(PublishedFact, frozen=True, kw_only=True, tag="patients.patient-record-changed"):
    """A patient's demographics, contacts, identifiers or coverages are not what they were."""

    patient: PatientId


class PatientDeactivated(PublishedFact, frozen=True, kw_only=True, tag="patients.patient-deactivated"):
    """The clinic no longer sees a patient."""

    patient: PatientId
    reason: Code


class PatientReactivated(PublishedFact, frozen=True, kw_only=True, tag="patients.patient-reactivated"):
    """The clinic sees a patient again."""

    patient: PatientId


class PatientErased(PublishedFact, frozen=True, kw_only=True, tag="patients.patient-erased"):
    """A patient was forgotten for good; whoever holds a copy of anything about them removes it."""

    patient: PatientId


class ErasureRequested(PublishedFact, frozen=True, kw_only=True, tag="patients.erasure-requested"):
    """Somebody asked that a patient be forgotten, and somebody else is to look at it."""

    erasure: UUID
    patient: PatientId
    reason: Code


class ErasureWithdrawn(PublishedFact, frozen=True, kw_only=True, tag="patients.erasure-withdrawn"):
    """A patient stays whose erasure had been asked for."""

    erasure: UUID


class LegalHoldPlaced(PublishedFact, frozen=True, kw_only=True, tag="patients.legal-hold-placed"):
    """A patient's record must stay."""

    legal_hold: UUID
    patient: PatientId


class LegalHoldLifted(PublishedFact, frozen=True, kw_only=True, tag="patients.legal-hold-lifted"):
    """One matter for which a record had to stay is over."""

    legal_hold: UUID


class ProviderAssigned(PublishedFact, frozen=True, kw_only=True, tag="patients.provider-assigned"):
    """A provider is in a patient's care team, from now on or from a later day."""

    care_assignment: UUID
    patient: PatientId
    provider: ProviderId
    role: Code


class ProviderUnassigned(PublishedFact, frozen=True, kw_only=True, tag="patients.provider-unassigned"):
    """A provider is in a patient's care team no longer. What runs out by itself is not told."""

    care_assignment: UUID
    patient: PatientId


class GlassBroken(PublishedFact, frozen=True, kw_only=True, tag="patients.glass-broken"):
    """A clinician opened a record outside of their care, and somebody else is to look at it."""

    break_glass: UUID
    patient: PatientId
    account: AccountId
    purpose: Code
    ends_at: Instant
    """Until when it stays open."""


class BreakGlassReviewed(PublishedFact, frozen=True, kw_only=True, tag="patients.break-glass-reviewed"):
    """Somebody looked at why a record was opened outside of care."""

    break_glass: UUID
    outcome: Code


class IdentityVerified(PublishedFact, frozen=True, kw_only=True, tag="patients.identity-verified"):
    """The clinic satisfied itself of a patient's identity."""

    patient: PatientId
    method: Code


class ConsentGiven(PublishedFact, frozen=True, kw_only=True, tag="patients.consent-given"):
    """A patient agreed to a wording."""

    patient: PatientId
    kind: Code
    text_version: Code


class ConsentWithdrawn(PublishedFact, frozen=True, kw_only=True, tag="patients.consent-withdrawn"):
    """A patient no longer agrees."""

    patient: PatientId
    kind: Code


class RepresentativeNamed(PublishedFact, frozen=True, kw_only=True, tag="patients.representative-named"):
    """Somebody may act in a patient's place."""

    patient: PatientId
    account: AccountId
    capacity: Code
    scopes: tuple[Code, ...]


class RepresentationEnded(PublishedFact, frozen=True, kw_only=True, tag="patients.representation-ended"):
    """Somebody no longer acts in a patient's place. What runs out by itself is not told."""

    patient: PatientId


class PatientsLinked(PublishedFact, frozen=True, kw_only=True, tag="patients.patients-linked"):
    """Two records are of one person."""

    link: UUID
    patient: PatientId
    """The duplicate."""
    survivor: PatientId


class PatientsUnlinked(PublishedFact, frozen=True, kw_only=True, tag="patients.patients-unlinked"):
    """Two records that were linked are of different people."""

    link: UUID


AnyFact = (
    PatientRegistered
    | PatientRecordChanged
    | PatientDeactivated
    | PatientReactivated
    | PatientErased
    | ErasureRequested
    | ErasureWithdrawn
    | LegalHoldPlaced
    | LegalHoldLifted
    | ProviderAssigned
    | ProviderUnassigned
    | GlassBroken
    | BreakGlassReviewed
    | IdentityVerified
    | ConsentGiven
    | ConsentWithdrawn
    | RepresentativeNamed
    | RepresentationEnded
    | PatientsLinked
    | PatientsUnlinked
)
