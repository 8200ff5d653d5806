"""Which accounts are providers', on PostgreSQL."""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from application.audit.ports import Colleague
from application.providers.views import ProviderView
from application.shared.execution import Execution
from domain.providers.provider import Provider
from domain.shared.identifiers import ProviderId
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.read_model import ReadModel

_ACCOUNTS: Final = """
select id, provider from account where clinic_id = $1 and id = any($2::uuid[]) and provider is not null
"""
_OF_PROVIDER: Final = "select id from account where clinic_id = $1 and provider = $2"


class PostgresColleagues:
    """Reads accounts, and the files of their providers."""

    def __init__(self, files: ReadModel[Provider, ProviderView], lists: ListReads) -> None:
        self._files = files
        self._lists = lists

    async def of(self, accounts: Iterable[UUID], execution: Execution) -> Mapping[UUID, Colleague]:
        """Give the providers among accounts."""
        rows = await self._lists.rows(execution, _ACCOUNTS, execution.clinic, list(accounts))
        if not rows:
            return {}
        sql = f"{self._files.select} where t.clinic_id = $1 and t.id = any($2::uuid[])"
        found = await self._lists.rows(execution, sql, execution.clinic, [row["provider"] for row in rows])
        known = {view.id: view.name for view in await self._lists.opened(self._files, found, execution)}
        return {
            row["id"]: Colleague(row["provider"], known[row["provider"]]) for row in rows if row["provider"] in known
        }

    async def accounts(self, provider: ProviderId, execution: Execution) -> frozenset[UUID]:
        """Give the accounts that are a provider's."""
        rows = await self._lists.rows(execution, _OF_PROVIDER, execution.clinic, provider)
        return frozenset(row["id"] for row in rows)
