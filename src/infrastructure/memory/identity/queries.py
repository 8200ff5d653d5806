"""Identity's questions, answered by folding."""

from datetime import datetime
from uuid import UUID

from application.identity.queries import GetAccount, GetApiKey, GetClinic, ListAccounts, ListApiKeys
from application.identity.views import AccountView, ApiKeyView, ClinicView
from application.shared.execution import Execution
from application.shared.paging import Page, after, page
from domain.identity.account import Account
from domain.identity.api_key import ApiKey
from domain.identity.clinic import Clinic
from infrastructure.memory.repository import MemoryRepository


class MemoryIdentityQueries:
    """Answers from the log."""

    def __init__(
        self, clinics: MemoryRepository[Clinic], accounts: MemoryRepository[Account], keys: MemoryRepository[ApiKey]
    ) -> None:
        self._clinics = clinics
        self._accounts = accounts
        self._keys = keys

    async def clinic(self, query: GetClinic, execution: Execution) -> ClinicView:
        """Show the clinic."""
        return ClinicView.of(self._clinics.find(execution.clinic, execution, query.as_of))

    async def account(self, query: GetAccount, execution: Execution) -> AccountView:
        """Show an account."""
        return AccountView.of(self._accounts.find(query.account, execution, query.as_of))

    async def accounts(self, query: ListAccounts, execution: Execution) -> Page[AccountView]:
        """Show accounts in the order of their invitations."""
        views = sorted(map(AccountView.of, self._accounts.all(execution)), key=_account_place)
        start = after(query.after, tuple[datetime, UUID])
        rest = [view for view in views if start is None or _account_place(view) > start]
        return page(rest, query.limit, _account_place)

    async def api_key(self, query: GetApiKey, execution: Execution) -> ApiKeyView:
        """Show a service key."""
        return ApiKeyView.of(self._keys.find(query.api_key, execution, query.as_of))

    async def api_keys(self, query: ListApiKeys, execution: Execution) -> Page[ApiKeyView]:
        """Show service keys in the order in which they were issued."""
        views = sorted(map(ApiKeyView.of, self._keys.all(execution)), key=_key_place)
        start = after(query.after, tuple[datetime, UUID])
        rest = [view for view in views if start is None or _key_place(view) > start]
        return page(rest, query.limit, _key_place)


def _account_place(view: AccountView) -> tuple[datetime, UUID]:
    return view.invited_at, view.id


def _key_place(view: ApiKeyView) -> tuple[datetime, UUID]:
    return view.issued_at, view.id
