"""People who do not exist, always the same ones."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Final, NamedTuple

from domain.patients.contact import Contact, EmailContact, PhoneContact
from domain.patients.demographics import Demographics, SexAtBirth
from domain.scheduling.appointments.visit_place import EmergencyContact, VisitPlace, Whereabouts
from domain.shared.contacts import EmailAddress, PersonName, PhoneNumber, PostalAddress
from domain.shared.time import TimeZone


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_GIVEN: Final = _words(
    "Mia Noah Aisha Liam Sofia Mateo Chidi Hana Priya Omar Lena Diego Fatima Jonas Mei Kofi Elena Ravi Zoe "
    "Ibrahim Clara Tomas Ines Ahmed Nora Felix Amara Viktor Leila Hugo Maya Samuel Yara Oskar Ruth Emil Ada "
    "Joel Vera Malik"
)
_FAMILY: Final = _words(
    "Okafor Lindqvist Haddad Moreau Tanaka Alvarez Novak Mensah Petrov Silva Kowalski Nguyen Bauer Rossi "
    "Adeyemi Johansson Patel Fernandez Cohen Murphy O'Brien Yilmaz Popescu Larsen Kim Ivanova Duarte Schmidt "
    "Abebe Walker Costa Dubois Farah Jansen Marino Osei Quinn Reyes Sato Torres Ueda Vargas Weber Young Zhang"
)
_LANGUAGES: Final = ("en", "en", "en", "en", "es", "es", "fr", "zh")

_HOMES: Final = (
    ("US-NY", "America/New_York", "Albany", "12207"),
    ("US-NY", "America/New_York", "Buffalo", "14202"),
    ("US-NJ", "America/New_York", "Newark", "07102"),
    ("US-IL", "America/Chicago", "Peoria", "61602"),
    ("US-TX", "America/Chicago", "Austin", "78701"),
    ("US-CA", "America/Los_Angeles", "Fresno", "93721"),
)


class DemoPatient(NamedTuple):
    """One person, and where they live."""

    demographics: Demographics
    contacts: tuple[Contact, ...]
    place: VisitPlace
    whereabouts: Whereabouts


def patients(count: int, chance: Random) -> Iterator[DemoPatient]:
    """Give people with addresses under example.org (RFC 2606) and telephone numbers reserved for fiction."""
    for number in range(count):
        name = PersonName(family=chance.choice(_FAMILY), given=chance.choice(_GIVEN))
        jurisdiction, zone, city, postal_code = chance.choice(_HOMES)
        phone = _phone(number)
        mailbox = f"{name.given}.{name.family}.{number}".lower().replace("'", "")
        yield DemoPatient(
            demographics=Demographics(
                name=name,
                birth_date=date(chance.randint(1936, 2004), chance.randint(1, 12), chance.randint(1, 28)),
                sex_at_birth=chance.choice(tuple(SexAtBirth)),
                preferred_language=chance.choice(_LANGUAGES),
            ),
            contacts=(
                EmailContact(email=EmailAddress(address=f"{mailbox}@example.org")),
                PhoneContact(phone=phone),
            ),
            place=VisitPlace(jurisdiction=jurisdiction, zone=TimeZone(name=zone)),
            whereabouts=Whereabouts(
                address=PostalAddress(
                    street=f"{chance.randint(1, 900)} Elm Street", city=city, postal_code=postal_code, country="US"
                ),
                call_back=phone,
                emergency_contact=EmergencyContact(
                    name=PersonName(family=name.family, given=chance.choice(_GIVEN)), phone=_phone(number + 5000)
                ),
            ),
        )


def _phone(number: int) -> PhoneNumber:
    area = (202, 212, 312, 415, 512)[number % 5]
    return PhoneNumber(number=f"+1{area}55501{number % 100:02}")
