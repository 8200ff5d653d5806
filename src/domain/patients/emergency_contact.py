"""Who is called when something happens to a patient."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

from domain.shared.contacts import PersonName, PhoneNumber, PhoneNumberImpossible
from domain.shared.errors import DomainError
from domain.shared.listed import entry_of
from domain.shared.values import ValueObject

EmergencyContactId = NewType("EmergencyContactId", UUID)

MOST_EMERGENCY_CONTACTS: Final = 5
"""Per patient: nobody calls a sixth number while somebody lies on the floor."""


class EmergencyContactAlreadyThere(DomainError):
    """A patient has each telephone to call in an emergency once."""

    code = "patients.emergency-contact-already-there"
    mend = "Correct the emergency contact that has this number."


class TooManyEmergencyContacts(DomainError):
    """A patient has at most five emergency contacts."""

    code = "patients.too-many-emergency-contacts"
    mend = "Remove an emergency contact who is no longer to be called, then add the new one."


class UnknownEmergencyContact(DomainError):
    """Only an emergency contact on the patient's record can be corrected or removed."""

    code = "patients.unknown-emergency-contact"
    mend = "Read the patient's emergency contacts again; this one was removed or belongs to somebody else."


class Relationship(StrEnum):
    """What somebody is to the patient."""

    SPOUSE = "spouse"
    PARTNER = "partner"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    RELATIVE = "relative"
    GUARDIAN = "guardian"
    FRIEND = "friend"
    CAREGIVER = "caregiver"
    OTHER = "other"


class EmergencyContact(ValueObject, frozen=True, kw_only=True):
    """Somebody to call, and what they are to the patient."""

    name: PersonName
    relationship: Relationship
    phone: PhoneNumber


class KnownEmergencyContact(ValueObject, frozen=True, kw_only=True):
    """An emergency contact on the record."""

    id: EmergencyContactId
    contact: EmergencyContact


def check_callable(contact: EmergencyContact, others: Iterable[KnownEmergencyContact]) -> None:
    """Refuse a number that no country has, or that one of the others has: it would be called twice."""
    if not contact.phone.is_possible:
        raise PhoneNumberImpossible
    for other in others:
        if other.contact.phone == contact.phone:
            raise EmergencyContactAlreadyThere(emergency_contact=other.id)


def check_emergency_contact(contact: EmergencyContact, others: Sequence[KnownEmergencyContact]) -> None:
    """Refuse what ``check_callable`` refuses, and one too many."""
    check_callable(contact, others)
    if len(others) >= MOST_EMERGENCY_CONTACTS:
        raise TooManyEmergencyContacts(limit=MOST_EMERGENCY_CONTACTS)


def known_emergency_contact(
    contacts: Sequence[KnownEmergencyContact], contact_id: EmergencyContactId
) -> KnownEmergencyContact:
    """Give the emergency contact on the record. Raises ``UnknownEmergencyContact``."""
    return entry_of(contacts, contact_id, UnknownEmergencyContact(emergency_contact=contact_id))
