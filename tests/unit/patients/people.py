"""Whom and what the stories of the registry are about."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

from msgspec.structs import replace

from domain.patients.contact import ContactId, EmailContact, PhoneContact
from domain.patients.demographics import Demographics, SexAtBirth
from domain.patients.patient import Patient
from domain.patients.registry_policy import RegistryPolicy, RegistryTerms
from domain.shared.aggregate import Fact
from domain.shared.contacts import EmailAddress, PersonName, PhoneNumber
from domain.shared.identifiers import AccountId
from unit.spec import STREAM

Act = Callable[[Patient], None]

TODAY = date(2030, 5, 14)
TERMS = RegistryTerms(policy=RegistryPolicy.default(), day=TODAY)
NINE = datetime(2030, 5, 14, 9, tzinfo=UTC)
TEN = datetime(2030, 5, 14, 10, tzinfo=UTC)
FRONT_DESK = AccountId(UUID(int=7))

MIA = Demographics(
    name=PersonName(family="Sanchez", given="Mia"),
    birth_date=date(1988, 2, 29),
    sex_at_birth=SexAtBirth.FEMALE,
    preferred_language="es-MX",
)
NOOR = Demographics(name=PersonName(family="Haddad", given="Noor"), birth_date=date(1990, 4, 12))
MAILBOX, MOBILE = ContactId(UUID(int=11)), ContactId(UUID(int=12))
EMAIL = EmailContact(email=EmailAddress(address="mia@example.org"))
PHONE = PhoneContact(phone=PhoneNumber(number="+12025550123"))

registered = Patient.Registered(demographics=MIA)
email_added = Patient.ContactAdded(contact_id=MAILBOX, contact=EMAIL)
phone_added = Patient.ContactAdded(contact_id=MOBILE, contact=PHONE)


def placed(*history: Fact) -> list[Fact]:
    """Put facts into one stream, to ask what they come to."""
    return [
        replace(fact, originator_id=STREAM, originator_version=version) for version, fact in enumerate(history, start=1)
    ]
