"""The numbers by which other records know a patient."""

import unicodedata
from collections.abc import Sequence
from typing import Annotated, Final, NewType
from uuid import UUID

import msgspec

from domain.shared.errors import DomainError
from domain.shared.listed import entry_of
from domain.shared.patterns import whole
from domain.shared.values import Personal, ValueObject

IdentifierId = NewType("IdentifierId", UUID)
"""Names an identifier in a URL or a fact, where its value, which is personal, may not stand."""

MOST_IDENTIFIERS: Final = 20
"""Per patient."""


class IdentifierAlreadyThere(DomainError):
    """A patient has each identifier once, however it is written."""

    code = "patients.identifier-already-there"
    mend = "Nothing to do: the identifier is on the record."


class TooManyIdentifiers(DomainError):
    """A patient has at most twenty identifiers."""

    code = "patients.too-many-identifiers"
    mend = "Remove an identifier that is no longer used, then add the new one."


class UnknownIdentifier(DomainError):
    """Only an identifier on the patient's record can be removed."""

    code = "patients.unknown-identifier"
    mend = "Read the patient's identifiers again; this one was removed or belongs to somebody else."


class Identifier(ValueObject, frozen=True, kw_only=True):
    """A value that is unique within the system that gave it out, as in FHIR's Identifier."""

    system: Annotated[
        Personal[str],
        msgspec.Meta(
            pattern=whole(r"[^\s\ufeff\x00-\x1f\x7f]{1,200}"),
            description="Who gave the value out: a URI, or a short name such as mrn.",
            examples=["mrn", "http://hl7.org/fhir/sid/us-ssn"],
        ),
    ]
    value: Annotated[
        Personal[str],
        msgspec.Meta(
            pattern=whole(r"[^\s\ufeff\x00-\x1f\x7f]([^\x00-\x1f\x7f]{0,98}[^\s\ufeff\x00-\x1f\x7f])?"),
            examples=["A-104233"],
        ),
    ]

    @property
    def normalized(self) -> str:
        """Give the text that all writings of this identifier share, and no other identifier."""
        return normal_form(f"{self.system}\n{self.value}")


def normal_form(text: str) -> str:
    """Give the form in which identifiers are compared: in no case, and without the widths and ligatures of type."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


class KnownIdentifier(ValueObject, frozen=True, kw_only=True):
    """An identifier on the record."""

    id: IdentifierId
    identifier: Identifier


def check_identifier(identifier: Identifier, others: Sequence[KnownIdentifier]) -> None:
    """Refuse an identifier that is on the record already, and one too many."""
    for known in others:
        if known.identifier.normalized == identifier.normalized:
            raise IdentifierAlreadyThere(identifier=known.id)
    if len(others) >= MOST_IDENTIFIERS:
        raise TooManyIdentifiers(limit=MOST_IDENTIFIERS)


def known_identifier(identifiers: Sequence[KnownIdentifier], identifier_id: IdentifierId) -> KnownIdentifier:
    """Give the identifier on the record. Raises ``UnknownIdentifier``."""
    return entry_of(identifiers, identifier_id, UnknownIdentifier(identifier=identifier_id))
