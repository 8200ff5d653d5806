"""Which of the registry's facts others hear of, and how."""

from typing import Final

from application.published import patients as published
from application.published.fact import PublishedFact, Publishes
from domain.patients.break_glass import BreakGlass
from domain.patients.care_assignment import CareAssignment
from domain.patients.erasure import Erasure
from domain.patients.legal_hold import LegalHold
from domain.patients.link import PatientLink
from domain.patients.patient import Patient
from domain.patients.representation import Representation
from domain.shared.aggregate import Fact
from domain.shared.identifiers import PatientId


def _changed(fact: Fact) -> PublishedFact:
    return published.PatientRecordChanged(patient=PatientId(fact.originator_id))


PUBLISHES: Final[Publishes] = {
    PatientLink.Linked: lambda fact: published.PatientsLinked(
        link=fact.originator_id, patient=fact.patient, survivor=fact.survivor
    ),
    PatientLink.Unlinked: lambda fact: published.PatientsUnlinked(link=fact.originator_id),
    Patient.Registered: lambda fact: published.PatientRegistered(patient=fact.originator_id),
    Patient.DemographicsCorrected: _changed,
    Patient.ContactAdded: _changed,
    Patient.ContactRemoved: _changed,
    Patient.IdentifierAdded: _changed,
    Patient.IdentifierRemoved: _changed,
    Patient.EmergencyContactAdded: _changed,
    Patient.EmergencyContactCorrected: _changed,
    Patient.EmergencyContactRemoved: _changed,
    Patient.CoverageAdded: _changed,
    Patient.CoverageReplaced: _changed,
    Patient.CoverageEnded: _changed,
    Patient.Deactivated: lambda fact: published.PatientDeactivated(
        patient=fact.originator_id, reason=fact.reason.value
    ),
    Patient.Reactivated: lambda fact: published.PatientReactivated(patient=fact.originator_id),
    Patient.Erased: lambda fact: published.PatientErased(patient=fact.originator_id),
    Erasure.Requested: lambda fact: published.ErasureRequested(
        erasure=fact.originator_id, patient=fact.patient, reason=fact.reason.value
    ),
    Erasure.Withdrawn: lambda fact: published.ErasureWithdrawn(erasure=fact.originator_id),
    LegalHold.Placed: lambda fact: published.LegalHoldPlaced(legal_hold=fact.originator_id, patient=fact.patient),
    LegalHold.Lifted: lambda fact: published.LegalHoldLifted(legal_hold=fact.originator_id),
    CareAssignment.Assigned: lambda fact: published.ProviderAssigned(
        care_assignment=fact.originator_id, patient=fact.patient, provider=fact.provider, role=fact.role.value
    ),
    CareAssignment.Ended: lambda fact: published.ProviderUnassigned(
        care_assignment=fact.originator_id, patient=fact.patient
    ),
    BreakGlass.Broken: lambda fact: published.GlassBroken(
        break_glass=fact.originator_id,
        patient=fact.patient,
        account=fact.account,
        purpose=fact.purpose.value,
        ends_at=fact.ends_at,
    ),
    BreakGlass.Reviewed: lambda fact: published.BreakGlassReviewed(
        break_glass=fact.originator_id, outcome=fact.outcome.value
    ),
    Patient.IdentityVerified: lambda fact: published.IdentityVerified(
        patient=fact.originator_id, method=fact.method.value
    ),
    Patient.ConsentGiven: lambda fact: published.ConsentGiven(
        patient=fact.originator_id, kind=fact.kind.value, text_version=fact.text_version
    ),
    Patient.ConsentWithdrawn: lambda fact: published.ConsentWithdrawn(patient=fact.originator_id, kind=fact.kind.value),
    Representation.Named: lambda fact: published.RepresentativeNamed(
        patient=fact.patient,
        account=fact.account,
        capacity=fact.capacity.value,
        scopes=tuple(scope.value for scope in fact.scopes),
    ),
    Representation.Ended: lambda fact: published.RepresentationEnded(patient=fact.patient),
}
