"""How alike two records are: the evidence that they are of one person, weighed field by field.

After I. P. Fellegi and A. B. Sunter, "A Theory for Record Linkage", Journal of the American Statistical Association 64
(1969), 1183-1210: a field that compares in some way weighs log2(m / u), where m is how often two records of one person
compare so, and u how often two records of different people do. What is missing on one side weighs nothing.

The m and u here are round figures for a clinic's registry. Two weights differ from what the rates alone would give,
for the sake of people who live together: a shared telephone or mailbox says little, because families share them, and
another given name says much, because it is all that tells twins apart.
"""

from collections.abc import Iterable
from datetime import date
from itertools import takewhile
from operator import eq, ne
from typing import Final

from domain.patients.contact import Contact, EmailContact, KnownContact
from domain.patients.demographics import Demographics, SexAtBirth
from domain.patients.identifier import Identifier, KnownIdentifier, normal_form
from domain.patients.written_names import plain_words
from domain.shared.contacts import PersonName
from domain.shared.values import ValueObject

SAME_BIRTH_DATE: Final = 14
"""Bits. m 0.95; u 1 in 20,000, the days of some sixty years."""
SWAPPED_BIRTH_DATE: Final = 8
"""Day and month in each other's place: m 0.01, u 1 in 20,000."""
SLIPPED_BIRTH_DATE: Final = 5
"""One digit differs: m 0.03, u 1 in 1,000."""
OTHER_BIRTH_DATE: Final = -6
"""m 0.01."""

SAME_FAMILY_NAME: Final = 8
"""m 0.9, u 1 in 300."""
LIKE_FAMILY_NAME: Final = 5
"""One word of two, or one letter off: m 0.05, u 1 in 600."""
OTHER_FAMILY_NAME: Final = -4
"""m 0.05: people marry."""

SAME_GIVEN_NAME: Final = 7
"""m 0.9, u 1 in 100."""
LIKE_GIVEN_NAME: Final = 4
"""One word of two, an initial, or one letter off: m 0.08, u 1 in 200."""
OTHER_GIVEN_NAME: Final = -9
"""For the sake of twins."""

SHARED_CONTACT: Final = 3
"""One telephone of both, and again one mailbox of both: u for people who live together."""
SHARED_VALUE: Final = 5
"""One value under two systems, which gave it the same name or different ones."""

SAME_SEX: Final = 1
OTHER_SEX: Final = -4

FULL: Final = SAME_BIRTH_DATE + SAME_FAMILY_NAME + SAME_GIVEN_NAME
"""The weight that scores 100: the same name and the same birth date."""

_MONTHS: Final = 12
_SHORTEST_WITH_SLIP: Final = 5
"""Letters. In a shorter name one letter makes another name: Mia and Mio, Lena and Lana."""


class Description(ValueObject, frozen=True, kw_only=True):
    """What a person is told apart by, whether on the record or just coming in at the door."""

    demographics: Demographics
    contacts: tuple[Contact, ...] = ()
    identifiers: tuple[Identifier, ...] = ()

    @classmethod
    def recorded(
        cls, demographics: Demographics, contacts: Iterable[KnownContact], identifiers: Iterable[KnownIdentifier]
    ) -> "Description":
        """Describe somebody by what is on their record."""
        return cls(
            demographics=demographics,
            contacts=tuple(known.contact for known in contacts),
            identifiers=tuple(known.identifier for known in identifiers),
        )

    @property
    def mailboxes(self) -> frozenset[str]:
        """The mailboxes, as all writings of each are compared."""
        return frozenset(contact.reaches for contact in self.contacts if isinstance(contact, EmailContact))

    @property
    def telephones(self) -> frozenset[str]:
        """The telephone numbers."""
        return frozenset(contact.reaches for contact in self.contacts if not isinstance(contact, EmailContact))

    @property
    def values(self) -> frozenset[str]:
        """The identifiers' values, whoever gave them out."""
        return frozenset(normal_form(identifier.value) for identifier in self.identifiers)

    @property
    def birth_dates(self) -> tuple[date, ...]:
        """The birth date, and what it would be with day and month in each other's place."""
        born = self.demographics.birth_date
        if born.day > _MONTHS or born.day == born.month:
            return (born,)
        return (born, date(born.year, born.day, born.month))


def score(one: Description, other: Description) -> int:
    """Give how likely two descriptions are of one person, from 0 to 100; it is the same from either side."""
    born, known = one.demographics.birth_date, other.demographics.birth_date
    weight = (
        _birth_dates(born, known)
        + _names(one.demographics.name, other.demographics.name)
        + _sexes(one.demographics.sex_at_birth, other.demographics.sex_at_birth)
        + SHARED_CONTACT * (not one.mailboxes.isdisjoint(other.mailboxes))
        + SHARED_CONTACT * (not one.telephones.isdisjoint(other.telephones))
        + SHARED_VALUE * (not one.values.isdisjoint(other.values))
    )
    return max(0, min(100, 100 * weight // FULL))


def _birth_dates(one: date, other: date) -> int:
    if one == other:
        return SAME_BIRTH_DATE
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return SWAPPED_BIRTH_DATE
    digits_off = sum(map(ne, one.isoformat(), other.isoformat()))
    return SLIPPED_BIRTH_DATE if digits_off == 1 else OTHER_BIRTH_DATE


def _names(one: PersonName, other: PersonName) -> int:
    family, given = plain_words(one.family), plain_words(one.given)
    other_family, other_given = plain_words(other.family), plain_words(other.given)
    if family != given and (family, given) == (other_given, other_family):
        return LIKE_FAMILY_NAME + LIKE_GIVEN_NAME  # written into each other's field
    return _part(family, other_family, SAME_FAMILY_NAME, LIKE_FAMILY_NAME, OTHER_FAMILY_NAME) + _part(
        given, other_given, SAME_GIVEN_NAME, LIKE_GIVEN_NAME, OTHER_GIVEN_NAME
    )


def _part(one: str, other: str, same: int, like: int, different: int) -> int:
    if not one or not other:
        return 0  # written in signs of which nothing can be compared
    if one == other:
        return same
    return like if _share_a_word(one, other) or _one_slip(one, other) else different


def _share_a_word(one: str, other: str) -> bool:
    """Tell whether the longest word of one is a word of the other, or an initial of it; particles do not count."""
    words, others = one.split(), other.split()
    longest, other_longest = max(words, key=len), max(others, key=len)
    initial = words[0][0] == others[0][0] and 1 in {len(words[0]), len(others[0])}
    return longest in others or other_longest in words or initial


def _one_slip(one: str, other: str) -> bool:
    """Tell whether one letter was missed, doubled, mistaken, or swapped with the next."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _SHORTEST_WITH_SLIP:
        return False
    begin = _agreeing(shorter, longer)
    end = _agreeing(shorter[begin:][::-1], longer[begin:][::-1])
    here, there = shorter[begin : len(shorter) - end], longer[begin : len(longer) - end]
    return len(there) == 1 or (len(there) == len("ab") and here == there[::-1])


def _agreeing(one: str, other: str) -> int:
    return sum(takewhile(bool, map(eq, one, other)))


def _sexes(one: SexAtBirth | None, other: SexAtBirth | None) -> int:
    if {one, other} & {None, SexAtBirth.UNKNOWN}:
        return 0
    return SAME_SEX if one is other else OTHER_SEX
