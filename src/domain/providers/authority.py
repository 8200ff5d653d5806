"""A provider's authority to practise: for which profession, where, and from when until when.

In telehealth the law of the place where the patient is decides, so a provider may hold several: a licence, a privilege
under an interstate compact, a registration for telehealth alone.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from domain.shared.errors import DomainError
from domain.shared.patterns import whole
from domain.shared.places import Jurisdiction
from domain.shared.practice import PracticeRight
from domain.shared.time import Day, check_calendar
from domain.shared.values import Personal, Public, ValueObject, WrongField

AuthorityId = NewType("AuthorityId", UUID)

Profession = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=whole("[a-z0-9]+(-[a-z0-9]+)*"),
        max_length=60,
        description="The profession that the authority is for.",
        examples=["physician", "nurse-practitioner"],
    ),
]

AuthorityNumber = Annotated[
    Personal[str],
    msgspec.Meta(
        pattern=whole(r"[^\s\ufeff\x00-\x1f\x7f]([^\x00-\x1f\x7f]{0,58}[^\s\ufeff\x00-\x1f\x7f])?"),
        examples=["MD-48213"],
    ),
]
"""The number in the regulator's register. The register is public and leads from a number to a name, often to a home
address, so the number is as personal as the name and is sealed with it."""

RevocationReason = Annotated[Personal[str], msgspec.Meta(min_length=1, max_length=500)]


class AuthorityAlreadyGranted(DomainError):
    """A register's number stands for one authority at a time."""

    code = "providers.authority-already-granted"
    mend = "Renew the authority that is there, or let the new one begin after it ends."


class UnknownAuthority(DomainError):
    """Only an authority in the provider's file can be renewed or revoked."""

    code = "providers.unknown-authority"
    mend = "Read the provider's authorities again."


class AuthorityIsRevoked(DomainError):
    """A revoked authority stays revoked."""

    code = "providers.authority-revoked"
    mend = "Grant a new authority from the day the regulator gives one."


class RenewalDoesNotExtend(DomainError):
    """A renewal must last longer than what it renews."""

    code = "providers.renewal-does-not-extend"
    mend = "Give a later last day; an authority without an end needs no renewal."


class AuthorityKind(StrEnum):
    """By which road a provider may practise in a jurisdiction."""

    LICENSE = "license"
    COMPACT_PRIVILEGE = "compact-privilege"
    TELEHEALTH_REGISTRATION = "telehealth-registration"


class Authority(ValueObject, frozen=True, kw_only=True):
    """What a regulator allows. Days are those of the place where the patient is, both ends included."""

    kind: AuthorityKind
    profession: Profession
    jurisdiction: Jurisdiction
    valid_from: Day
    valid_until: Day | None = None
    """The last day, or none where the regulator sets no end."""

    def __post_init__(self) -> None:
        check_calendar(self)
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise WrongField("valid_until", "valid_until must not be before valid_from")


class HeldAuthority(ValueObject, frozen=True, kw_only=True):
    """An authority in a provider's file."""

    id: AuthorityId
    authority: Authority
    number: AuthorityNumber
    revoked_on: Day | None = None
    """The first day on which it no longer holds, whatever its end."""

    @property
    def days(self) -> range:
        """The days on which it holds, as ordinals of the calendar."""
        first, planned = self.authority.valid_from.toordinal(), (self.authority.valid_until or date.max).toordinal() + 1
        ends = planned if self.revoked_on is None else min(planned, self.revoked_on.toordinal())
        return range(first, max(first, ends))

    @property
    def right(self) -> PracticeRight:
        """What it comes to, whatever was planned, renewed and revoked; who compares days, compares these.

        Where it was revoked before its first day, it ends on the day before, and covers none.
        """
        last = self.days.stop - 1
        return PracticeRight(
            jurisdiction=self.authority.jurisdiction,
            valid_from=self.authority.valid_from,
            valid_until=date.fromordinal(last) if last < date.max.toordinal() else None,
            revoked=self.revoked_on is not None,
        )

    @property
    def register_entry(self) -> tuple[str, ...]:
        """What names one entry of one regulator's register."""
        authority = self.authority
        return authority.kind, authority.profession, authority.jurisdiction, self.number

    def clashes(self, other: "HeldAuthority") -> bool:
        """Tell whether two entries say the same of one day: same register, same number, overlapping days."""
        shared = range(max(self.days.start, other.days.start), min(self.days.stop, other.days.stop))
        return self.register_entry == other.register_entry and len(shared) > 0

    def renewed(self, valid_until: date | None) -> "HeldAuthority":
        """Give the entry with another last day."""
        return msgspec.structs.replace(self, authority=msgspec.structs.replace(self.authority, valid_until=valid_until))

    def revoked(self, on: date) -> "HeldAuthority":
        """Give the entry as it stands once revoked."""
        return msgspec.structs.replace(self, revoked_on=on)
