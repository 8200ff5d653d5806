"""Identifiers of other records, and the check that a patient is who they say they are."""

from datetime import datetime
from uuid import UUID

import pytest

from domain.patients.identifier import (
    Identifier,
    IdentifierAlreadyThere,
    IdentifierId,
    TooManyIdentifiers,
    UnknownIdentifier,
)
from domain.patients.patient import Patient
from domain.patients.verification import IdentityCheck
from unit.patients.people import FRONT_DESK, NINE, TEN, Act, registered
from unit.spec import given

FIRST, SECOND = IdentifierId(UUID(int=21)), IdentifierId(UUID(int=22))
MRN = Identifier(system="mrn", value="A-104233")
WIDE = "\uff21-\uff11\uff10\uff14\uff12\uff13\uff13"
"""A-104233 in the wide letters of some keyboards."""
INSURER = Identifier(system="insurer", value="A-104233")

mrn_added = Patient.IdentifierAdded(identifier_id=FIRST, identifier=MRN)
mrn_removed = Patient.IdentifierRemoved(identifier_id=FIRST)
twenty = [
    Patient.IdentifierAdded(
        identifier_id=IdentifierId(UUID(int=100 + number)), identifier=Identifier(system="mrn", value=f"A-{number}")
    )
    for number in range(20)
]
by_photo = Patient.IdentityVerified(method=IdentityCheck.PHOTO_ID, verified_by=FRONT_DESK, verified_at=NINE)
by_video = Patient.IdentityVerified(method=IdentityCheck.PHOTO_ID_BY_VIDEO, verified_by=FRONT_DESK, verified_at=TEN)


def adding(identifier_id: IdentifierId, identifier: Identifier) -> Act:
    """Note a number at the desk."""
    return lambda patient: patient.add_identifier(identifier_id, identifier)


def removing(identifier_id: IdentifierId) -> Act:
    """Take a number off the record."""
    return lambda patient: patient.remove_identifier(identifier_id)


def verifying(method: IdentityCheck, now: datetime) -> Act:
    """Check at the desk who the patient is."""
    return lambda patient: patient.verify_identity(method, FRONT_DESK, now=now)


def test_adding_a_record_number() -> None:
    """A patient's medical record number goes onto the record."""
    given(Patient, registered).when(adding(FIRST, MRN)).then(mrn_added)


def test_the_same_number_twice() -> None:
    """The same number of the same system is not added again."""
    twice = given(Patient, registered, mrn_added).when(adding(SECOND, MRN))
    twice.then_rejected(IdentifierAlreadyThere, identifier=FIRST)


@pytest.mark.parametrize(
    ("system", "value"),
    [("mrn", "a-104233"), ("MRN", "A-104233"), ("mrn", WIDE)],
)
def test_the_same_number_in_another_hand(system: str, value: str) -> None:
    """A number is the same in capitals, in small letters, and in the wide ones of some keyboards."""
    again = given(Patient, registered, mrn_added).when(adding(SECOND, Identifier(system=system, value=value)))
    again.then_rejected(IdentifierAlreadyThere, identifier=FIRST)


def test_the_same_number_elsewhere() -> None:
    """Another system may happen to use the same number."""
    elsewhere = Patient.IdentifierAdded(identifier_id=SECOND, identifier=INSURER)
    given(Patient, registered, mrn_added).when(adding(SECOND, INSURER)).then(elsewhere)


def test_at_most_twenty() -> None:
    """A twenty-first identifier is refused."""
    given(Patient, registered, *twenty).when(adding(FIRST, INSURER)).then_rejected(TooManyIdentifiers, limit=20)


def test_removing_a_number() -> None:
    """A number that does not name this patient is taken off the record."""
    given(Patient, registered, mrn_added).when(removing(FIRST)).then(mrn_removed)


def test_a_removed_number_is_gone() -> None:
    """A number cannot be removed twice."""
    twice = given(Patient, registered, mrn_added, mrn_removed).when(removing(FIRST))
    twice.then_rejected(UnknownIdentifier, identifier=FIRST)


def test_another_number_stays() -> None:
    """Removing one number leaves the others."""
    other = Patient.IdentifierAdded(identifier_id=SECOND, identifier=INSURER)
    kept = given(Patient, registered, mrn_added, other, mrn_removed).when(adding(FIRST, INSURER))
    kept.then_rejected(IdentifierAlreadyThere, identifier=SECOND)


def test_showing_a_photo_id() -> None:
    """The clinic notes who checked a patient's identity, how and when."""
    given(Patient, registered).when(verifying(IdentityCheck.PHOTO_ID, NINE)).then(by_photo)


def test_checking_again() -> None:
    """Identity may be checked again, by the same or another method; the latest check counts."""
    given(Patient, registered, by_photo).when(verifying(IdentityCheck.PHOTO_ID_BY_VIDEO, TEN)).then(by_video)
