"""How a person comes into the registry, and how a wrong record is put right."""

from collections.abc import Callable
from datetime import date

import msgspec

from domain.patients.contact import Contact, ContactAlreadyThere, ContactId
from domain.patients.demographics import BirthDateInFuture, BirthDateTooLongAgo, Demographics
from domain.patients.patient import Patient
from domain.shared.contacts import PersonName
from domain.shared.identifiers import PatientId
from unit.patients.people import (
    EMAIL,
    MAILBOX,
    MIA,
    MOBILE,
    PHONE,
    TODAY,
    Act,
    email_added,
    phone_added,
    registered,
)
from unit.spec import STREAM, given

PATIENT = PatientId(STREAM)
MARRIED = msgspec.structs.replace(MIA, name=PersonName(family="Sanchez-Lee", given="Mia"))


def born(day: date) -> Demographics:
    """Mia, had she been born on that day."""
    return msgspec.structs.replace(MIA, birth_date=day)


def registering(demographics: Demographics, *contacts: tuple[ContactId, Contact]) -> Callable[[], Patient]:
    """Register somebody today."""
    return lambda: Patient.register(PATIENT, demographics, contacts, today=TODAY)


def correcting(demographics: Demographics) -> Act:
    """Correct the record today."""
    return lambda patient: patient.correct_demographics(demographics, today=TODAY)


def test_name_and_birth_date_are_enough() -> None:
    """A patient can be registered with a name and a birth date alone."""
    given().when(registering(MIA)).then(registered)


def test_contacts_come_along() -> None:
    """The e-mail address and phone number given at the desk go onto the record at once."""
    given().when(registering(MIA, (MAILBOX, EMAIL), (MOBILE, PHONE))).then(registered, email_added, phone_added)


def test_one_mailbox_once_at_registration() -> None:
    """A form that names the same mailbox twice registers nobody."""
    given().when(registering(MIA, (MAILBOX, EMAIL), (MOBILE, EMAIL))).then_rejected(ContactAlreadyThere)


def test_a_newborn_is_welcome() -> None:
    """A child born today can be registered today."""
    given().when(registering(born(TODAY))).then(Patient.Registered(demographics=born(TODAY)))


def test_nobody_from_tomorrow() -> None:
    """A birth date after today is refused."""
    given().when(registering(born(date(2030, 5, 15)))).then_rejected(BirthDateInFuture)


def test_130_years_is_old_but_possible() -> None:
    """A patient may be 130 years old."""
    oldest = born(date(1899, 5, 15))
    given().when(registering(oldest)).then(Patient.Registered(demographics=oldest))


def test_131_years_is_a_slip() -> None:
    """A patient of 131 years is a slip of the keyboard."""
    given().when(registering(born(date(1899, 5, 14)))).then_rejected(BirthDateTooLongAgo, oldest_age=130)


def test_correcting_a_name() -> None:
    """A changed name replaces the old one on the record."""
    given(Patient, registered).when(correcting(MARRIED)).then(Patient.DemographicsCorrected(demographics=MARRIED))


def test_correcting_nothing() -> None:
    """Saving the record as it is changes nothing."""
    corrected = Patient.DemographicsCorrected(demographics=MARRIED)
    given(Patient, registered, corrected).when(correcting(MARRIED)).then()


def test_correcting_into_the_future() -> None:
    """A correction cannot give a birth date after today."""
    given(Patient, registered).when(correcting(born(date(2031, 1, 1)))).then_rejected(BirthDateInFuture)


def test_a_leap_day_birthday() -> None:
    """Who was born on 29 February turns a year older on 1 March."""
    assert [MIA.age_on(date(2030, 2, 28)), MIA.age_on(date(2030, 3, 1))] == [41, 42]
