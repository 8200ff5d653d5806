"""What may be asked of the registry."""

from datetime import date
from typing import Annotated, ClassVar, Final

import msgspec

from application.shared.paging import Cursor, Limit
from application.shared.query import Query
from domain.patients.link import PatientLinkId
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.time import Instant
from domain.shared.values import Personal

MOST_BY_NAME: Final = 50
"""Matches of a name on one page, whatever the limit: names are sealed, and each match is opened to be shown."""

MOST_COMPARED: Final = 20
"""Records that a person is compared with, of those that share a birth date, and again of those that share a contact."""

Sought = Annotated[Personal[str], msgspec.Meta(min_length=1, max_length=300)]


class GetPatient(Query, frozen=True, kw_only=True):
    """Read a patient's record."""

    operation: ClassVar[str] = "patients.get-patient"

    patient: PatientId
    as_of: Instant | None = None


class GetRegistryPolicy(Query, frozen=True, kw_only=True):
    """Read which wordings of consents count, and from which age patients decide for themselves."""

    operation: ClassVar[str] = "patients.get-registry-policy"

    as_of: Instant | None = None


class ListRepresentations(Query, frozen=True, kw_only=True):
    """List who acts in whose place, what is over included."""

    operation: ClassVar[str] = "patients.list-representations"

    patient: PatientId | None = None
    account: AccountId | None = None
    after: Cursor | None = None
    limit: Limit = 50


class SearchPatients(Query, frozen=True, kw_only=True):
    """Find patients, or list them in the order of their registration."""

    operation: ClassVar[str] = "patients.search-patients"

    name: Annotated[Sought, msgspec.Meta(description="Beginnings of words of the name; each must be there.")] | None = (
        None
    )
    birth_date: Personal[date] | None = None
    email: Annotated[Sought, msgspec.Meta(description="The whole address.")] | None = None
    phone: Annotated[Sought, msgspec.Meta(description="The whole number, with its country code.")] | None = None
    identifier: (
        Annotated[Sought, msgspec.Meta(description="The whole value, or its system and value: ``mrn|A-104233``.")]
        | None
    ) = None
    limit: Limit = 50
    after: Cursor | None = None

    def __post_init__(self) -> None:
        """Take any birth date: the oldest patients were born before a clinic's calendar begins."""

    @property
    def rows(self) -> int:
        """How many patients one page may show."""
        return self.limit if self.name is None else min(self.limit, MOST_BY_NAME)


class FindDuplicates(Query, frozen=True, kw_only=True):
    """Find records that may be of the same person as a patient's."""

    operation: ClassVar[str] = "patients.find-duplicates"

    patient: PatientId


class GetPatientLink(Query, frozen=True, kw_only=True):
    """Read a link of two records."""

    operation: ClassVar[str] = "patients.get-patient-link"

    link: PatientLinkId
    as_of: Instant | None = None
