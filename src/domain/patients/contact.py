"""How a patient is reached, and whether the clinic knows that it reaches them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

from domain.shared.contacts import EmailAddress, PhoneNumber, PhoneNumberImpossible
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId
from domain.shared.listed import entry_of
from domain.shared.time import Instant
from domain.shared.values import ValueObject

ContactId = NewType("ContactId", UUID)

MOST_CONTACTS: Final = 10
"""Per patient: enough for every household seen in practice, too few to turn a record into a mailing list."""


class ContactAlreadyThere(DomainError):
    """A patient has each e-mail address and each phone number once."""

    code = "patients.contact-already-there"
    mend = "Use the contact that is already on the record."


class TooManyContacts(DomainError):
    """A patient has at most ten contacts."""

    code = "patients.too-many-contacts"
    mend = "Remove a contact that is no longer used, then add the new one."


class UnknownContact(DomainError):
    """Only a contact on the patient's record can be verified or removed."""

    code = "patients.unknown-contact"
    mend = "Read the patient's contacts again; this one was removed or belongs to somebody else."


class ContactAlreadyVerified(DomainError):
    """A contact is verified once."""

    code = "patients.contact-already-verified"
    mend = "Nothing to do: the contact can be used."


class EmailContact(ValueObject, frozen=True, tag_field="kind", tag="email"):
    """A mailbox."""

    email: EmailAddress

    @property
    def reaches(self) -> str:
        """What two writings of one contact share."""
        return self.email.normalized

    @property
    def is_possible(self) -> bool:
        """Whether there can be such a contact: of a mailbox the form says all that can be known."""
        return True


class PhoneContact(ValueObject, frozen=True, tag_field="kind", tag="phone"):
    """A telephone."""

    phone: PhoneNumber

    @property
    def reaches(self) -> str:
        """What two writings of one contact share."""
        return self.phone.number

    @property
    def is_possible(self) -> bool:
        """Whether there can be such a contact."""
        return self.phone.is_possible


Contact = EmailContact | PhoneContact
"""One way to reach a patient, told apart by ``kind``."""


class ContactCheck(StrEnum):
    """How the clinic learned that a contact reaches the patient."""

    CONFIRMED_BY_FRONT_DESK = "front-desk"
    CODE_RETURNED = "code"


class ContactVerification(ValueObject, frozen=True, kw_only=True):
    """The moment from which a contact is known to reach the patient."""

    method: ContactCheck
    verified_by: AccountId
    verified_at: Instant


class KnownContact(ValueObject, frozen=True, kw_only=True):
    """A contact on the record."""

    id: ContactId
    contact: Contact
    verification: ContactVerification | None = None

    @property
    def is_verified(self) -> bool:
        """Whether the clinic knows that it reaches the patient."""
        return self.verification is not None

    def check_unverified(self) -> None:
        """Raise ``ContactAlreadyVerified``."""
        if self.is_verified:
            raise ContactAlreadyVerified(contact=self.id)

    def verified(self, method: ContactCheck, by: AccountId, at: Instant) -> "KnownContact":
        """Give the contact, known to reach the patient."""
        seen = ContactVerification(method=method, verified_by=by, verified_at=at)
        return KnownContact(id=self.id, contact=self.contact, verification=seen)


def check_contact(contact: Contact, others: Sequence[KnownContact]) -> None:
    """Refuse a number that no country has, a contact that is on the record already, and one too many."""
    if not contact.is_possible:
        raise PhoneNumberImpossible
    for known in others:
        if known.contact.reaches == contact.reaches:
            raise ContactAlreadyThere(contact=known.id)
    if len(others) >= MOST_CONTACTS:
        raise TooManyContacts(limit=MOST_CONTACTS)


def known_contact(contacts: Sequence[KnownContact], contact_id: ContactId) -> KnownContact:
    """Give the contact on the record. Raises ``UnknownContact``."""
    return entry_of(contacts, contact_id, UnknownContact(contact=contact_id))
