"""Which accounts are providers', in memory."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from application.audit.ports import Colleague
from application.shared.execution import Execution
from domain.identity.account import Account
from domain.providers.provider import Provider
from domain.shared.identifiers import ProviderId
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryColleagues:
    """Reads accounts and providers from the log."""

    def __init__(self, log: MemoryLog) -> None:
        self._accounts = WholeClinic(Account, log)
        self._providers = WholeClinic(Provider, log)

    async def of(self, accounts: Iterable[UUID], execution: Execution) -> Mapping[UUID, Colleague]:
        """Give the providers among accounts."""
        wanted, known = set(accounts), {one.id: one for one in self._providers.all(execution)}
        return {
            account.id: Colleague(account.membership.provider, known[account.membership.provider].name)
            for account in self._accounts.all(execution)
            if account.id in wanted and account.membership.provider is not None and account.membership.provider in known
        }

    async def accounts(self, provider: ProviderId, execution: Execution) -> frozenset[UUID]:
        """Give the accounts that are a provider's."""
        return frozenset(one.id for one in self._accounts.all(execution) if one.membership.provider == provider)
