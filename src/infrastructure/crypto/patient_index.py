"""What a patient is found by, and what a search looks for: the same pairs of kind and value on both sides."""

from typing import Final, NamedTuple

from application.patients.queries import SearchPatients
from application.shared.refusals import Malformed
from domain.patients.contact import EmailContact
from domain.patients.identifier import Identifier
from domain.patients.likeness import Description
from domain.patients.patient import Patient
from domain.patients.written_names import plain_words
from infrastructure.crypto.blind_index import Kind, normalized

Value = tuple[Kind, str]

_BEGINNING: Final = 3
"""Letters of a word of the name that somebody shares with whoever else has the birth date: few slips come earlier."""


def findable(patient: Patient) -> frozenset[Value]:
    """Give everything that a patient is found by; who was erased is found by nothing."""
    if patient.is_erased:
        return frozenset()
    values: set[Value] = {
        (Kind.NAME, str(patient.demographics.name)),
        (Kind.BIRTH_DATE, patient.demographics.birth_date.isoformat()),
    }
    for known in patient.identifiers:
        values |= {(Kind.IDENTIFIER, whole(known.identifier)), (Kind.IDENTIFIER_VALUE, known.identifier.value)}
    for contact in (known.contact for known in patient.contacts):
        kind = Kind.EMAIL if isinstance(contact, EmailContact) else Kind.PHONE
        values.add((kind, contact.reaches))
    return frozenset(values)


class Shared(NamedTuple):
    """What somebody shares with a patient who could be the same person."""

    birth_dates: frozenset[str]
    beginnings: frozenset[str]
    """Of the words of the name."""
    ways: frozenset[Value]
    """Contacts and identifiers' values, in the form that all writings share."""


def shared_by(person: Description) -> Shared:
    """Give what a person's lookalikes are found by."""
    ways = {(Kind.EMAIL, mailbox) for mailbox in person.mailboxes}
    ways |= {(Kind.PHONE, telephone) for telephone in person.telephones}
    ways |= {(Kind.IDENTIFIER_VALUE, value) for value in person.values}
    return Shared(
        birth_dates=frozenset(day.isoformat() for day in person.birth_dates),
        beginnings=frozenset(word[:_BEGINNING] for word in plain_words(str(person.demographics.name)).split()),
        ways=frozenset((kind, normalized(kind, value)) for kind, value in ways),
    )


def whole(identifier: Identifier) -> str:
    """Give an identifier's system and value as one text; no other identifier gives the same in its normal form."""
    return f"{identifier.system}\n{identifier.value}"


def sought(query: SearchPatients) -> list[Value]:
    """Give what a search looks for, what few patients share first. Raises ``Malformed``."""
    values: list[Value] = []
    if query.identifier is not None:
        values.append(_identifier(query.identifier))
    if query.email is not None:
        values.append((Kind.EMAIL, query.email))
    if query.phone is not None:
        values.append((Kind.PHONE, _with_plus(query.phone)))
    if query.birth_date is not None:
        values.append((Kind.BIRTH_DATE, query.birth_date.isoformat()))
    if query.name is not None:
        values.append((Kind.NAME, query.name))
    for kind, value in values:
        if not normalized(kind, value):
            parameter = kind.value.partition("-value")[0].replace("-", "_")
            raise Malformed(errors=[{"parameter": parameter, "detail": "there is nothing to look for in it"}])
    return values


def name_fits(patient_name: str, name: str) -> bool:
    """Tell whether every word of a sought name begins a word of a patient's, however long the word."""
    words = normalized(Kind.NAME, patient_name).split()
    return all(any(word.startswith(start) for word in words) for start in normalized(Kind.NAME, name).split())


def _identifier(text: str) -> Value:
    """Read ``value``, ``|value`` or ``system|value``, as FHIR's searches write them."""
    system, bar, value = text.partition("|")
    if not bar:
        return Kind.IDENTIFIER_VALUE, text
    return (Kind.IDENTIFIER, f"{system}\n{value}") if system else (Kind.IDENTIFIER_VALUE, value)


def _with_plus(phone: str) -> str:
    """Put back the plus of a number with its country code, which a query string reads as a space."""
    bare = phone.strip()
    return bare if bare.startswith("+") else f"+{bare}"
