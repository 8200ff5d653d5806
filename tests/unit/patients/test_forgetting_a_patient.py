"""A patient is forgotten for good: asked for by one person, approved by another, unless something keeps the record."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.patients.erasure import (
    Erasure,
    ErasureAlreadyRequested,
    ErasureId,
    ErasureNeedsSecondPerson,
    ErasureReason,
    ErasureSettled,
    ErasureState,
    Keeping,
    PatientStillExpected,
    RetentionNotOver,
    UnderLegalHold,
)
from domain.patients.legal_hold import LegalHoldId
from domain.patients.patient import Patient
from domain.patients.registry_policy import RegistryPolicy, RegistryTerms
from domain.shared.identifiers import AccountId, AppointmentId, PatientId
from unit.patients.people import FRONT_DESK, MIA, NINE, NOOR, TEN, TODAY, registered
from unit.spec import STREAM, given

PATIENT, DUPLICATE = PatientId(UUID(int=41)), PatientId(UUID(int=42))
OWNER = AccountId(UUID(int=8))
ERASURE, OTHER = ErasureId(UUID(int=43)), ErasureId(UUID(int=44))
HOLD, VISIT, WAIT = LegalHoldId(UUID(int=45)), AppointmentId(UUID(int=46)), UUID(int=47)
NOTHING = Keeping(today=TODAY)
TOMORROW = date(2030, 5, 15)

requested = Erasure.Requested(
    patient=PATIENT, reason=ErasureReason.PATIENT_ASKED, requested_by=FRONT_DESK, requested_at=NINE
)
withdrawn = Erasure.Withdrawn(withdrawn_by=OWNER, withdrawn_at=TEN)
approved = Erasure.Approved(records=(PATIENT, DUPLICATE), approved_by=OWNER, approved_at=TEN)


def asking(keeping: Keeping = NOTHING, open_request: ErasureId | None = None) -> Callable[[], Erasure]:
    """Ask at nine for the patient's erasure."""
    return lambda: Erasure.request(
        ErasureId(STREAM),
        PATIENT,
        ErasureReason.PATIENT_ASKED,
        FRONT_DESK,
        open_request=open_request,
        keeping=keeping,
        now=NINE,
    )


def approving(by: AccountId = OWNER, keeping: Keeping = NOTHING) -> Callable[[Erasure], None]:
    """Approve the request at ten, for both records of the one person."""
    return lambda erasure: erasure.approve(by, (PATIENT, DUPLICATE), keeping=keeping, now=TEN)


def test_somebody_asks_for_an_erasure() -> None:
    """Whoever asks that a patient be forgotten says why, and nothing is erased yet."""
    given().when(asking()).then(requested)


def test_one_request_at_a_time() -> None:
    """While one request for a patient is open there is no second; the refusal names the first."""
    given().when(asking(open_request=OTHER)).then_rejected(ErasureAlreadyRequested, erasure=OTHER)


def test_a_second_person_approves() -> None:
    """Once somebody else approves it, all records of the person are erased."""
    given(Erasure, requested).when(approving()).then(approved)


def test_nobody_approves_their_own_request() -> None:
    """Whoever asked for the erasure is not the one who approves it."""
    given(Erasure, requested).when(approving(by=FRONT_DESK)).then_rejected(ErasureNeedsSecondPerson)


def test_a_request_is_withdrawn() -> None:
    """A request can be taken back or refused; the patient stays."""
    given(Erasure, requested).when(lambda erasure: erasure.withdraw(OWNER, now=TEN)).then(withdrawn)


@pytest.mark.parametrize(("settled", "state"), [(withdrawn, ErasureState.WITHDRAWN), (approved, ErasureState.APPROVED)])
def test_a_request_is_settled_once(settled: Erasure.Event, state: ErasureState) -> None:
    """What was withdrawn is not approved any more, and nothing is erased twice."""
    given(Erasure, requested, settled).when(approving()).then_rejected(ErasureSettled, state=state)


def test_what_was_approved_is_not_withdrawn() -> None:
    """An erasure is not to be undone."""
    late = given(Erasure, requested, approved).when(lambda erasure: erasure.withdraw(OWNER, now=TEN))
    late.then_rejected(ErasureSettled, state=ErasureState.APPROVED)


def test_a_legal_hold_keeps_the_record() -> None:
    """What a court may still want is not erased; the refusal names the hold."""
    held = replace(NOTHING, holds=(HOLD,))
    given().when(asking(held)).then_rejected(UnderLegalHold, holds=(HOLD,))


def test_a_hold_that_came_meanwhile_counts() -> None:
    """A hold that was placed after the request keeps the record as well."""
    held = replace(NOTHING, holds=(HOLD,))
    given(Erasure, requested).when(approving(keeping=held)).then_rejected(UnderLegalHold, holds=(HOLD,))


def test_the_law_keeps_the_record() -> None:
    """Before the statutory years are over nobody is erased; the refusal names the day from which on it may be."""
    kept = replace(NOTHING, kept_until=TOMORROW)
    given().when(asking(kept)).then_rejected(RetentionNotOver, until=TOMORROW)


def test_on_the_named_day_the_record_may_go() -> None:
    """On the very day that ends the years the record may go."""
    given().when(asking(replace(NOTHING, kept_until=TODAY))).then(requested)


def test_who_is_expected_stays() -> None:
    """A patient with a visit ahead, or in line for one, is not erased; the refusal names what is to be settled."""
    expected = replace(NOTHING, expected=(VISIT,), waits=(WAIT,))
    given().when(asking(expected)).then_rejected(PatientStillExpected, appointments=(VISIT,), waits=(WAIT,))


def test_who_waits_in_line_stays() -> None:
    """Standing in line is enough to be expected."""
    given().when(asking(replace(NOTHING, waits=(WAIT,)))).then_rejected(
        PatientStillExpected, appointments=(), waits=(WAIT,)
    )


def test_the_record_is_closed() -> None:
    """The erasure is the last that is recorded of a patient."""
    erasing = given(Patient, registered).when(lambda patient: patient.erase(ERASURE, now=TEN))
    erasing.then(Patient.Erased(erasure=ERASURE, erased_at=TEN))


TEN_YEARS = RegistryTerms(policy=RegistryPolicy(retention_years=10, adult_age=18), day=TODAY)


def test_years_are_counted_from_the_last_visit() -> None:
    """An adult's record is kept for the clinic's years from the day of the last visit on."""
    assert TEN_YEARS.kept_until(NOOR, date(2028, 3, 1)) == date(2038, 3, 1)


def test_a_minors_years_begin_with_adulthood() -> None:
    """The record of who was seen as a child is kept for the same years from the day of adulthood on."""
    child = replace(NOOR, birth_date=date(2020, 4, 12))
    assert TEN_YEARS.kept_until(child, date(2028, 3, 1)) == date(2048, 4, 12)


def test_years_from_a_leap_day() -> None:
    """Where the year has no 29 February the years are over on 1 March, as somebody born that day comes of age."""
    assert TEN_YEARS.kept_until(MIA, date(2028, 2, 29)) == date(2038, 3, 1)


def test_who_was_never_seen_is_not_kept() -> None:
    """Where there never was a visit there is nothing that the law would have the clinic keep."""
    assert TEN_YEARS.kept_until(NOOR, None) is None
