"""What is told of the registry."""

from uuid import UUID

from application.published.fact import PublishedFact
from domain.shared.identifiers import AccountId, PatientId


class PatientRegistered(PublishedFact, frozen=True, kw_only=True, tag="patients.patient-registered"):
    """There is a new patient."""

    patient: PatientId


class PatientRecordChanged(PublishedFact, frozen=True, kw_only=True, tag="patients.patient-record-changed"):
    """A patient's demographics, contacts, identifiers or coverages are not what they were."""

    patient: PatientId


class PatientDeactivated(PublishedFact, frozen=True, kw_only=True, tag="patients.patient-deactivated"):
    """The clinic no longer sees a patient."""

    patient: PatientId
    reason: str


class PatientReactivated(PublishedFact, frozen=True, kw_only=True, tag="patients.patient-reactivated"):
    """The clinic sees a patient again."""

    patient: PatientId


class IdentityVerified(PublishedFact, frozen=True, kw_only=True, tag="patients.identity-verified"):
    """The clinic satisfied itself of a patient's identity."""

    patient: PatientId
    method: str


class ConsentGiven(PublishedFact, frozen=True, kw_only=True, tag="patients.consent-given"):
    """A patient agreed to a wording."""

    patient: PatientId
    kind: str
    text_version: str


class ConsentWithdrawn(PublishedFact, frozen=True, kw_only=True, tag="patients.consent-withdrawn"):
    """A patient no longer agrees."""

    patient: PatientId
    kind: str


class RepresentativeNamed(PublishedFact, frozen=True, kw_only=True, tag="patients.representative-named"):
    """Somebody may act in a patient's place."""

    patient: PatientId
    account: AccountId
    capacity: str
    scopes: tuple[str, ...]


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
    | IdentityVerified
    | ConsentGiven
    | ConsentWithdrawn
    | RepresentativeNamed
    | RepresentationEnded
    | PatientsLinked
    | PatientsUnlinked
)
