"""Stored names of the registry's facts. A name, once released, stays."""

from typing import Any

from domain.patients.link import PatientLink
from domain.patients.patient import Patient
from domain.patients.registry_policy import ClinicRegistryRules
from domain.patients.representation import Representation
from infrastructure.facts.registry import FactType, Subject


def _how(document: dict[str, Any]) -> dict[str, Any]:
    """Say how a consent was given before that was written down: an account speaks online, of others nobody knows."""
    return document | {"how": "online" if document["given_by"]["by"] == "account" else None}


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
    FactType("patients.registry-rules.adopted", ClinicRegistryRules.Adopted),
    FactType("patients.registry-rules.policy-set", ClinicRegistryRules.PolicySet),
    FactType("patients.representation.named", Representation.Named),
    FactType("patients.representation.ended", Representation.Ended),
)
