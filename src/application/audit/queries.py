"""What can be asked of the audit trail. Asking is itself an entry."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Annotated, ClassVar, Final

import msgspec

from application.shared.field_groups import FieldGroup
from application.shared.paging import Cursor, Limit
from application.shared.purposes import Purpose
from application.shared.query import Query
from application.shared.refusals import NotFound
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId, PatientId, ProviderId
from domain.shared.patterns import whole
from domain.shared.roles import Role
from domain.shared.time import Instant
from domain.shared.values import Public

OperationName = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=whole("[a-z]+(-[a-z]+)*[.][a-z]+(-[a-z]+)*"),
        max_length=100,
        description="An operation, by the name that it has in this document.",
        examples=["patients.get-patient"],
    ),
]


UNASKED: Final = timedelta(days=30)
"""How far back a whole clinic's entries are listed where nobody says since when: there are many a day."""


ACCOUNTED_YEARS: Final = 6
"""For how many years back a patient may ask for an account (45 CFR 164.528(a)(1))."""


class EntryOutcome(Enum):
    """How what somebody wanted ended."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    REHEARSED = "rehearsed"
    """Tried out, of which nothing was kept."""


class ListEntries(Query, frozen=True, kw_only=True):
    """List who did and read what, the latest first: of a patient, a provider, an account, or the whole clinic."""

    operation: ClassVar[str] = "audit.list-entries"

    patient: PatientId | None = None
    """Only what concerned this patient."""
    account: AccountId | None = None
    """Only what this account did; a service key stands here by its id."""
    provider: ProviderId | None = None
    """Only what the accounts did that are this provider's today."""
    role: Role | None = None
    """Only what somebody did in this role."""
    field: FieldGroup | None = None
    """Only what touched this kind of what is known of a patient."""
    broke_glass: bool | None = None
    """Only what a broken glass opened, or only what none did."""
    done: OperationName | None = None
    """Only this operation."""
    outcome: EntryOutcome | None = None
    purpose: Purpose | None = None
    since: Instant | None = None
    """Only from this instant on. Of the whole clinic, the last 30 days before ``until`` unless this says otherwise."""
    until: Instant | None = None
    """Only before this instant."""
    after: Cursor | None = None
    limit: Limit = 50

    def begins(self, now: datetime) -> datetime | None:
        """Give from when on entries are listed; ``None`` for all of a patient's, an account's or a provider's."""
        if self.since is not None or (self.patient, self.account, self.provider) != (None, None, None):
            return self.since
        return (self.until or now) - UNASKED


def years_before(years: int, instant: datetime) -> datetime:
    """Give the same day of an earlier year; for 29 February 28 February, where the year has no such day."""
    try:
        return instant.replace(year=instant.year - years)
    except ValueError:
        return instant.replace(year=instant.year - years, day=28)


class ListAccesses(Query, frozen=True, kw_only=True):
    """List who looked at a patient's record or changed it, the latest first, in words for the patient."""

    operation: ClassVar[str] = "audit.list-accesses"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (NotFound,)

    patient: PatientId
    since: Instant | None = None
    until: Instant | None = None
    """Only before this instant."""
    after: Cursor | None = None
    limit: Limit = 50


class ListDisclosures(Query, frozen=True, kw_only=True):
    """List what of a patient's data left the clinic, the latest first: when, to whom, which kinds of data and why.

    Whatever an outsider read with a key of theirs is on it by itself, beside what people gave away and wrote down.
    """

    operation: ClassVar[str] = "audit.list-disclosures"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (NotFound,)

    patient: PatientId
    since: Instant | None = None
    """Only from this instant on. The last six years before ``until`` unless this says otherwise."""
    until: Instant | None = None
    """Only before this instant."""
    after: Cursor | None = None
    limit: Limit = 50

    def begins(self, now: datetime) -> datetime:
        """Give the instant from which disclosures are listed."""
        return self.since or years_before(ACCOUNTED_YEARS, self.until or now)
