"""What reading the audit trail needs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from application.audit.queries import ListEntries
from application.audit.views import EntryView
from application.shared.execution import Execution
from application.shared.paging import Page
from domain.shared.contacts import PersonName
from domain.shared.identifiers import PatientId, ProviderId


class Sought(NamedTuple):
    """Which accesses to patients' records are looked for: what was let through, and is no rehearsal."""

    patients: frozenset[UUID]
    since: datetime | None
    until: datetime | None
    after: tuple[datetime, UUID] | None
    limit: int


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
