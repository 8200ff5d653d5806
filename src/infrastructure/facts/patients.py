"""Stored names of the registry's facts. A name, once released, stays."""

from typing import Any

from domain.patients.break_glass import BreakGlass
from domain.patients.care_assignment import CareAssignment
from domain.patients.disclosure import Disclosure
from domain.patients.erasure import Erasure
from domain.patients.legal_hold import LegalHold
from domain.patients.link import PatientLink
from domain.patients.patient import Patient
from domain.patients.registry_policy import ClinicRegistryRules
from domain.patients.representation import Representation
from infrastructure.facts.registry import FactType, Subject


def _how(document: dict[str, Any]) -> dict[str, Any]:
    """Say how a consent was given before that was written down: an account speaks online, of others nobody knows."""
    return document | {"how": "online" if document["given_by"]["by"] == "account" else None}


def _with_retention(fact: dict[str, Any]) -> dict[str, Any]:
    """Say for how long records were kept while nobody could be erased: as long as everybody's are by default."""
    return {**fact, "policy": {**fact["policy"], "retention_years": 10}}


def _with_care(fact: dict[str, Any]) -> dict[str, Any]:
    """Say how long care was remembered, and a glass stayed broken, before a clinic could say so: as by default."""
    return {**fact, "policy": {**fact["policy"], "care_days": 365, "break_glass_minutes": 60}}


def _to_anybody(fact: dict[str, Any]) -> dict[str, Any]:
    """Leave it to the type what kind of recipient it was before that was written down: none that a rule asks for."""
    return fact


_POLICY = {1: _with_retention, 2: _with_care}


FACTS = (
    FactType("patients.patient.registered", Patient.Registered, seals=Subject.STREAM),
    FactType("patients.patient.told-apart", Patient.ToldApart),
    FactType("patients.patient-link.linked", PatientLink.Linked, seals=Subject.PATIENT),
    FactType("patients.patient-link.unlinked", PatientLink.Unlinked),
    FactType("patients.patient.demographics-corrected", Patient.DemographicsCorrected, seals=Subject.STREAM),
    FactType("patients.patient.contact-added", Patient.ContactAdded, seals=Subject.STREAM),
    FactType("patients.patient.contact-removed", Patient.ContactRemoved),
    FactType("patients.patient.contact-verified", Patient.ContactVerified),
    FactType("patients.patient.identifier-added", Patient.IdentifierAdded, seals=Subject.STREAM),
    FactType("patients.patient.identifier-removed", Patient.IdentifierRemoved),
    FactType("patients.patient.identity-verified", Patient.IdentityVerified),
    FactType("patients.patient.consent-given", Patient.ConsentGiven, revision=2, upcasters={1: _how}),
    FactType("patients.patient.consent-withdrawn", Patient.ConsentWithdrawn),
    FactType("patients.patient.emergency-contact-added", Patient.EmergencyContactAdded, seals=Subject.STREAM),
    FactType("patients.patient.emergency-contact-corrected", Patient.EmergencyContactCorrected, seals=Subject.STREAM),
    FactType("patients.patient.emergency-contact-removed", Patient.EmergencyContactRemoved),
    FactType("patients.patient.coverage-added", Patient.CoverageAdded, seals=Subject.STREAM),
    FactType("patients.patient.coverage-replaced", Patient.CoverageReplaced, seals=Subject.STREAM),
    FactType("patients.patient.coverage-ended", Patient.CoverageEnded),
    FactType("patients.patient.deactivated", Patient.Deactivated),
    FactType("patients.patient.reactivated", Patient.Reactivated),
    FactType("patients.patient.erased", Patient.Erased),
    FactType("patients.erasure.requested", Erasure.Requested),
    FactType("patients.erasure.withdrawn", Erasure.Withdrawn),
    FactType("patients.erasure.approved", Erasure.Approved),
    FactType("patients.legal-hold.placed", LegalHold.Placed, seals=Subject.PATIENT),
    FactType("patients.legal-hold.lifted", LegalHold.Lifted),
    FactType("patients.care-assignment.assigned", CareAssignment.Assigned),
    FactType("patients.care-assignment.ended", CareAssignment.Ended),
    FactType(
        "patients.disclosure.recorded",
        Disclosure.Recorded,
        revision=2,
        seals=Subject.PATIENT,
        upcasters={1: _to_anybody},
    ),
    FactType(
        "patients.disclosure.corrected",
        Disclosure.Corrected,
        revision=2,
        seals=Subject.PATIENT,
        upcasters={1: _to_anybody},
    ),
    FactType("patients.disclosure.suspended", Disclosure.Suspended, seals=Subject.PATIENT),
    FactType("patients.disclosure.suspension-lifted", Disclosure.SuspensionLifted),
    FactType("patients.break-glass.broken", BreakGlass.Broken, seals=Subject.PATIENT),
    FactType("patients.break-glass.reviewed", BreakGlass.Reviewed),
    FactType("patients.registry-rules.adopted", ClinicRegistryRules.Adopted, revision=3, upcasters=_POLICY),
    FactType("patients.registry-rules.policy-set", ClinicRegistryRules.PolicySet, revision=3, upcasters=_POLICY),
    FactType("patients.representation.named", Representation.Named),
    FactType("patients.representation.ended", Representation.Ended),
)
