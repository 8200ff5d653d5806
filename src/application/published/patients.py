"""What is told of the registry."""

from application.published.fact import PublishedFact
from domain.shared.identifiers import PatientId


class PatientRegistered(PublishedFact, frozen=True, kw_only=True, tag="patients.patient-registered"):
    """There is a new patient."""

    patient: PatientId


class PatientRecordChanged(PublishedFact, frozen=True, kw_only=True, tag="patients.patient-record-changed"):
    """A patient's demographics, contacts or identifiers are not what they were."""

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


AnyFact = PatientRegistered | PatientRecordChanged | IdentityVerified | ConsentGiven | ConsentWithdrawn
