"""What reading the audit trail needs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from application.audit.queries import ListEntries
from application.audit.views import EntryView
from application.shared.execution import Execution
from application.shared.paging import Page
from domain.identity.key_holder import Outsider
from domain.patients.disclosure import DisclosedKinds, DisclosedTo, DisclosedWhy
from domain.patients.suspension import RecipientKind, Statement
from domain.shared.contacts import PersonName
from domain.shared.identifiers import PatientId, ProviderId


class Sought(NamedTuple):
    """Which accesses to patients' records are looked for: what was let through, and is no rehearsal."""

    patients: frozenset[UUID]
    since: datetime | None
    until: datetime | None
    after: tuple[datetime, UUID] | None
    limit: int
    actors: frozenset[UUID] | None = None
    """Only what these did; anybody, where nobody is named."""
    operations: frozenset[str] | None = None
    """Only these operations; any, where none is named."""
    suspended: bool = False
    """Also disclosures of which the patient is not to be told for now, and what was done about them."""


class Colleague(NamedTuple):
    """A provider, behind an account."""

    provider: ProviderId
    name: PersonName


class AuditEntries(Protocol):
    """Reads the trail."""

    async def entries(
        self, query: ListEntries, execution: Execution, actors: frozenset[UUID] | None = None
    ) -> Page[EntryView]:
        """List entries, the latest first; only what some ``actors`` did, where they are given."""
        ...

    async def accesses(self, sought: Sought, execution: Execution) -> tuple[EntryView, ...]:
        """Give what concerned some patients and was let through, the latest first, at most ``limit``."""
        ...


class Records(Protocol):
    """Knows whose record there is."""

    async def demand(self, patient: PatientId, execution: Execution) -> None:
        """Raise ``NotFound`` where the clinic has no such record, ``Erased`` where it has forgotten whose it was."""
        ...


class Colleagues(Protocol):
    """Knows which accounts are providers'."""

    async def of(self, accounts: Iterable[UUID], execution: Execution) -> Mapping[UUID, Colleague]:
        """Give the providers among them, by account."""
        ...

    async def accounts(self, provider: ProviderId, execution: Execution) -> frozenset[UUID]:
        """Give the accounts that are a provider's."""
        ...


class Outsiders(Protocol):
    """Knows which keys are not the clinic's own."""

    async def all(self, execution: Execution) -> Mapping[UUID, Outsider]:
        """Give every outsider of the clinic by their key, revoked ones among them."""
        ...


class ByHand(NamedTuple):
    """A disclosure that somebody of the clinic wrote down."""

    id: UUID
    at: datetime
    to: DisclosedTo
    kinds: DisclosedKinds
    why: DisclosedWhy
    is_corrected: bool
    recipient_kind: RecipientKind = RecipientKind.OTHER
    statement: Statement | None = None
    """What an agency stated last, that asked for silence."""
    suspended_until: datetime | None = None


class DisclosuresByHand(Protocol):
    """Reads what people wrote down of disclosures."""

    async def of(self, sought: Sought, execution: Execution) -> tuple[ByHand, ...]:
        """Give what was disclosed of some patients, as it stands, the latest first, at most ``limit``."""
        ...
