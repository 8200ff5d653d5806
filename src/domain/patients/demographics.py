"""Who a patient is: name, birth date, and what care needs to know from the first minute."""

from datetime import date
from enum import StrEnum
from typing import Final

from domain.shared.contacts import PersonName
from domain.shared.errors import DomainError
from domain.shared.languages import LanguageTag
from domain.shared.values import Personal, ValueObject

OLDEST_AGE: Final = 130
"""Years. The oldest age ever documented is 122; beyond this a birth date is a slip of the keyboard."""


class BirthDateInFuture(DomainError):
    """Nobody is registered before they are born."""

    code = "patients.birth-date-in-future"
    mend = "Check the year of birth; it lies after today."


class BirthDateTooLongAgo(DomainError):
    """A birth date more than 130 years back is a typing mistake."""

    code = "patients.birth-date-too-long-ago"
    mend = "Check the century of the birth date."


class SexAtBirth(StrEnum):
    """Sex recorded at birth, in the codes of HL7's administrative gender."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class Demographics(ValueObject, frozen=True, kw_only=True):
    """What tells one patient from another."""

    name: PersonName
    birth_date: Personal[date]
    sex_at_birth: SexAtBirth | None = None
    preferred_language: LanguageTag | None = None

    def age_on(self, day: date) -> int:
        """Give the age in completed years; somebody born on 29 February turns a year older on 1 March."""
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (not had_birthday)

    def check(self, today: date) -> None:
        """Refuse a birth date that no living person has on ``today``, the clinic's calendar day."""
        if self.birth_date > today:
            raise BirthDateInFuture
        if self.age_on(today) > OLDEST_AGE:
            raise BirthDateTooLongAgo(oldest_age=OLDEST_AGE)
