"""E-mail addresses and phone numbers, and which of them are known to work."""

from uuid import UUID

import pytest

from domain.patients.contact import (
    Contact,
    ContactAlreadyThere,
    ContactAlreadyVerified,
    ContactCheck,
    ContactId,
    EmailContact,
    PhoneContact,
    TooManyContacts,
    UnknownContact,
)
from domain.patients.patient import Patient
from domain.shared.contacts import EmailAddress, PhoneNumber, PhoneNumberImpossible
from unit.patients.people import (
    EMAIL,
    FRONT_DESK,
    MAILBOX,
    MOBILE,
    NINE,
    PHONE,
    Act,
    email_added,
    phone_added,
    registered,
)
from unit.spec import given

SHOUTED = EmailContact(email=EmailAddress(address="MIA@Example.org"))
email_removed = Patient.ContactRemoved(contact_id=MAILBOX)
email_verified = Patient.ContactVerified(
    contact_id=MAILBOX, method=ContactCheck.CONFIRMED_BY_FRONT_DESK, verified_by=FRONT_DESK, verified_at=NINE
)
ten_phones = [
    Patient.ContactAdded(
        contact_id=ContactId(UUID(int=100 + line)),
        contact=PhoneContact(phone=PhoneNumber(number=f"+1202555010{line}")),
    )
    for line in range(10)
]


def adding(contact_id: ContactId, contact: Contact) -> Act:
    """Note a contact at the desk."""
    return lambda patient: patient.add_contact(contact_id, contact)


def removing(contact_id: ContactId) -> Act:
    """Take a contact off the record."""
    return lambda patient: patient.remove_contact(contact_id)


def verifying(contact_id: ContactId, method: ContactCheck = ContactCheck.CONFIRMED_BY_FRONT_DESK) -> Act:
    """Learn that a contact reaches the patient."""
    return lambda patient: patient.verify_contact(contact_id, method, FRONT_DESK, now=NINE)


def test_adding_a_phone() -> None:
    """A patient may have several contacts of several kinds."""
    given(Patient, registered, email_added).when(adding(MOBILE, PHONE)).then(phone_added)


def test_a_number_that_no_country_has() -> None:
    """A phone number with a digit too few is noticed while the patient is still at the desk."""
    short = PhoneContact(phone=PhoneNumber(number="+1202555012"))
    given(Patient, registered).when(adding(MOBILE, short)).then_rejected(PhoneNumberImpossible)


@pytest.mark.parametrize("again", [EMAIL, SHOUTED])
def test_one_mailbox_once(again: Contact) -> None:
    """A mailbox stands on the record once, however it is capitalised."""
    twice = given(Patient, registered, email_added).when(adding(MOBILE, again))
    twice.then_rejected(ContactAlreadyThere, contact=MAILBOX)


def test_one_number_once() -> None:
    """A phone number stands on the record once."""
    twice = given(Patient, registered, phone_added).when(adding(MAILBOX, PHONE))
    twice.then_rejected(ContactAlreadyThere, contact=MOBILE)


def test_at_most_ten() -> None:
    """An eleventh contact is refused."""
    given(Patient, registered, *ten_phones).when(adding(MAILBOX, EMAIL)).then_rejected(TooManyContacts, limit=10)


def test_removing_a_contact() -> None:
    """A contact that is no longer used is taken off the record."""
    given(Patient, registered, email_added).when(removing(MAILBOX)).then(email_removed)


def test_a_removed_contact_is_gone() -> None:
    """A contact cannot be removed twice."""
    twice = given(Patient, registered, email_added, email_removed).when(removing(MAILBOX))
    twice.then_rejected(UnknownContact, contact=MAILBOX)


def test_a_removed_contact_can_return() -> None:
    """An old address that is used again may be added again."""
    given(Patient, registered, email_added, email_removed).when(adding(MAILBOX, EMAIL)).then(email_added)


def test_the_desk_confirms() -> None:
    """The front desk confirms that a contact reaches the patient."""
    given(Patient, registered, email_added).when(verifying(MAILBOX)).then(email_verified)


def test_a_code_comes_back() -> None:
    """A patient who returns the code that was sent to the contact has verified it."""
    returned = Patient.ContactVerified(
        contact_id=MAILBOX, method=ContactCheck.CODE_RETURNED, verified_by=FRONT_DESK, verified_at=NINE
    )
    given(Patient, registered, email_added).when(verifying(MAILBOX, ContactCheck.CODE_RETURNED)).then(returned)


def test_once_is_enough() -> None:
    """A verified contact is not verified again."""
    twice = given(Patient, registered, email_added, email_verified).when(verifying(MAILBOX))
    twice.then_rejected(ContactAlreadyVerified, contact=MAILBOX)


def test_an_unknown_contact_is_not_verified() -> None:
    """Only a contact on this record can be verified."""
    given(Patient, registered, email_added).when(verifying(MOBILE)).then_rejected(UnknownContact, contact=MOBILE)


def test_each_contact_stands_for_itself() -> None:
    """Verifying the mailbox says nothing about the phone."""
    phone_verified = Patient.ContactVerified(
        contact_id=MOBILE, method=ContactCheck.CONFIRMED_BY_FRONT_DESK, verified_by=FRONT_DESK, verified_at=NINE
    )
    both = given(Patient, registered, email_added, phone_added, email_verified)
    both.when(verifying(MOBILE)).then(phone_verified)


def test_a_verified_contact_stays_what_it_is() -> None:
    """A mailbox that is known to work still stands on the record once."""
    twice = given(Patient, registered, email_added, email_verified).when(adding(MOBILE, SHOUTED))
    twice.then_rejected(ContactAlreadyThere, contact=MAILBOX)


def test_a_new_address_is_unproven() -> None:
    """A contact that was verified, removed and added again has to be verified again."""
    history = (registered, email_added, email_verified, email_removed, email_added)
    given(Patient, *history).when(verifying(MAILBOX)).then(email_verified)
