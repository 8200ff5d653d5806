"""Identity's questions, answered by folding."""

from datetime import datetime
from uuid import UUID

from application.identity.queries import (
    GetAccount,
    GetApiKey,
    GetClinic,
    GetSignInPage,
    ListAccounts,
    ListAccountSessions,
    ListApiKeys,
    ListSessions,
)
from application.identity.views import AccountView, ApiKeyView, ClinicView, SessionView, SignInPageView
from application.shared.execution import Execution
from application.shared.paging import Page, Paged
from domain.identity.account import Account
from domain.identity.api_key import ApiKey
from domain.identity.clinic import Clinic
from domain.shared.identifiers import AccountId
from infrastructure.crypto.blind_index import Kind, normalized
from infrastructure.memory.identity.sign_in_sessions import MemorySignInSessions
from infrastructure.memory.paging import page_of
from infrastructure.memory.repository import MemoryRepository


class MemoryIdentityQueries:
    """Answers from the log."""

    def __init__(
        self,
        clinics: MemoryRepository[Clinic],
        accounts: MemoryRepository[Account],
        keys: MemoryRepository[ApiKey],
        sessions: MemorySignInSessions,
    ) -> None:
        self._clinics = clinics
        self._accounts = accounts
        self._keys = keys
        self._sessions = sessions

    async def clinic(self, query: GetClinic, execution: Execution) -> ClinicView:
        """Show the clinic."""
        return ClinicView.of(self._clinics.find(execution.clinic, execution, query.as_of))

    async def sign_in_page(self, _: GetSignInPage, execution: Execution) -> SignInPageView:
        """Show what somebody sees of the clinic before they sign in."""
        return SignInPageView.of(await self.clinic(GetClinic(), execution))

    async def account(self, query: GetAccount, execution: Execution) -> AccountView:
        """Show an account."""
        return AccountView.of(self._accounts.find(query.account, execution, query.as_of))

    async def accounts(self, query: ListAccounts, execution: Execution) -> Page[AccountView]:
        """Show accounts in the order of their invitations."""
        all_of_them = map(AccountView.of, self._accounts.all(execution))
        fitting = (view for view in all_of_them if _is_sought(view, query, execution.now))
        return page_of(fitting, query, _account_place)

    async def sessions(self, query: ListSessions, execution: Execution) -> Page[SessionView]:
        """Show the actor's live sessions in the order of the sign-ins."""
        return await self._live(execution.actor.id, query, execution)

    async def account_sessions(self, query: ListAccountSessions, execution: Execution) -> Page[SessionView]:
        """Show an account's live sessions in the order of the sign-ins."""
        self._accounts.find(query.account, execution)
        return await self._live(query.account, query, execution)

    async def api_key(self, query: GetApiKey, execution: Execution) -> ApiKeyView:
        """Show a service key."""
        return ApiKeyView.of(self._keys.find(query.api_key, execution, query.as_of))

    async def api_keys(self, query: ListApiKeys, execution: Execution) -> Page[ApiKeyView]:
        """Show service keys in the order in which they were issued."""
        fitting = (
            view
            for view in map(ApiKeyView.of, self._keys.all(execution))
            if query.status in {None, view.status(execution.now)} and query.scope in {None, *view.scopes}
        )
        return page_of(fitting, query, _key_place)

    async def _live(self, account: AccountId, query: Paged, execution: Execution) -> Page[SessionView]:
        live = await self._sessions.live(account, execution)
        return page_of((SessionView.of(one, execution.actor.session) for one in live), query, _session_place)


def _is_sought(view: AccountView, query: ListAccounts, now: datetime) -> bool:
    if query.email is not None:
        listed = normalized(Kind.EMAIL, view.email.normalized) if view.disabled_at is None else None
        if listed != normalized(Kind.EMAIL, query.email):
            return False
    return query.role in {None, view.role} and query.status in {None, view.status(now)}


def _account_place(view: AccountView) -> tuple[datetime, UUID]:
    return view.invited_at, view.id


def _session_place(view: SessionView) -> tuple[datetime, UUID]:
    return view.started_at, view.id


def _key_place(view: ApiKeyView) -> tuple[datetime, UUID]:
    return view.issued_at, view.id
