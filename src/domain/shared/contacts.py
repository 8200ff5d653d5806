"""How a person is reached and named: personal, wherever it stands."""

import re
from typing import Annotated

import msgspec
import phonenumbers

from domain.shared.errors import DomainError
from domain.shared.patterns import ONE_LINE, whole
from domain.shared.values import Personal, Public, ValueObject

_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")

NamePart = Annotated[
    Personal[str],
    msgspec.Meta(min_length=1, max_length=100, pattern=ONE_LINE),
]


class PersonName(ValueObject, frozen=True):
    """A person's name as written on a letter."""

    family: NamePart
    given: NamePart

    def __str__(self) -> str:
        return f"{self.given} {self.family}"


class EmailAddress(ValueObject, frozen=True):
    """An e-mail address that mail can be sent to (the practical subset of RFC 5321)."""

    address: Annotated[Personal[str], msgspec.Meta(max_length=254, examples=["mia@example.org"])]

    def __post_init__(self) -> None:
        if not _EMAIL.fullmatch(self.address):
            message = "not an e-mail address such as mia@example.org"
            raise ValueError(message)

    @property
    def normalized(self) -> str:
        """Give the form that two writings of one mailbox share: lower case."""
        return self.address.casefold()

    @property
    def mailbox(self) -> str:
        """Give what stands before the @, by which many people go elsewhere too."""
        return self.address.rpartition("@")[0]


class PhoneNumberImpossible(DomainError):
    """A telephone number is one that its country can have."""

    code = "request.phone-number-impossible"
    mend = "Ask for the number again: its country has none that begins so or is that long."


class PhoneNumber(ValueObject, frozen=True):
    """A telephone number in E.164 form (``+12025550123``).

    Only the form is checked here, since this runs again on old facts: which numbers a country has changes with time.
    """

    number: Annotated[Personal[str], msgspec.Meta(max_length=16, examples=["+12025550123"])]

    def __post_init__(self) -> None:
        if not _E164.fullmatch(self.number):
            message = "not a telephone number in E.164 form such as +12025550123"
            raise ValueError(message)

    @property
    def is_possible(self) -> bool:
        """Whether some country has numbers that begin so and are that long (E.164, by libphonenumber's tables)."""
        try:
            parsed = phonenumbers.parse(self.number)
        except phonenumbers.NumberParseException:
            return False
        written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        return written == self.number and phonenumbers.is_possible_number(parsed)


class PostalAddress(ValueObject, frozen=True):
    """Where a person physically is, precise enough to send an ambulance to."""

    street: NamePart
    city: NamePart
    postal_code: Annotated[
        Personal[str], msgspec.Meta(min_length=1, max_length=20, pattern=whole(r"[^\x00-\x1f\x7f]*"))
    ]
    country: Annotated[
        Public[str], msgspec.Meta(pattern=whole("[A-Z]{2}"), description="ISO 3166-1 alpha-2.", examples=["US"])
    ]
