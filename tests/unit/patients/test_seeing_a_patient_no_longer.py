"""A patient moves away, or comes back: the record stays, only booking stops."""

from domain.patients.activity import DeactivationReason, PatientIsActive, PatientIsDeactivated
from domain.patients.patient import Patient
from unit.patients.people import FRONT_DESK, NINE, TEN, Act, registered
from unit.spec import given

deactivated = Patient.Deactivated(reason=DeactivationReason.MOVED_AWAY, deactivated_by=FRONT_DESK, deactivated_at=NINE)
reactivated = Patient.Reactivated(reactivated_by=FRONT_DESK, reactivated_at=TEN)


def deactivating(reason: DeactivationReason = DeactivationReason.MOVED_AWAY) -> Act:
    """Note at nine that the patient is no longer seen."""
    return lambda patient: patient.deactivate(reason, FRONT_DESK, now=NINE)


def reactivating(patient: Patient) -> None:
    """Note at ten that the patient is seen again."""
    patient.reactivate(FRONT_DESK, now=TEN)


def test_moving_away() -> None:
    """A patient whom the clinic no longer sees is deactivated, with the reason and who said so."""
    given(Patient, registered).when(deactivating()).then(deactivated)


def test_once() -> None:
    """Who is deactivated already is told since when."""
    twice = given(Patient, registered, deactivated).when(deactivating(DeactivationReason.DECEASED))
    twice.then_rejected(PatientIsDeactivated, since=NINE)


def test_coming_back() -> None:
    """A patient who returns is reactivated, on the same record."""
    given(Patient, registered, deactivated).when(reactivating).then(reactivated)


def test_nobody_comes_back_who_never_left() -> None:
    """An active patient cannot be reactivated."""
    given(Patient, registered).when(reactivating).then_rejected(PatientIsActive)
    given(Patient, registered, deactivated, reactivated).when(reactivating).then_rejected(PatientIsActive)


def test_leaving_again() -> None:
    """A patient who came back may leave again."""
    given(Patient, registered, deactivated, reactivated).when(deactivating()).then(deactivated)
