"""Whose something of the registry is: what a repository asks before it gives it out."""

from domain.patients.break_glass import BreakGlass
from domain.patients.care_assignment import CareAssignment
from domain.patients.disclosure import Disclosure
from domain.patients.erasure import Erasure
from domain.patients.legal_hold import LegalHold
from domain.patients.link import PatientLink
from domain.patients.patient import Patient
from domain.patients.representation import Representation


def itself(patient: Patient) -> object:
    """Give the patient, whose own record it is."""
    return patient.id


def patient_of(
    aggregate: Representation | PatientLink | Erasure | LegalHold | BreakGlass | CareAssignment | Disclosure,
) -> object:
    """Give the patient whom it concerns; of a link, whose record is the duplicate."""
    return aggregate.patient
