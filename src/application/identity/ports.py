"""What looking at identity asks of the world; a matter's own ports stand with it."""

from typing import Protocol

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
from application.shared.paging import Page


class IdentityQueries(Protocol):
    """The clinic, its accounts, their sessions and its service keys, to look at."""

    async def clinic(self, query: GetClinic, execution: Execution) -> ClinicView:
        """Show the clinic. Raises ``NotFound``."""
        ...

    async def sign_in_page(self, query: GetSignInPage, execution: Execution) -> SignInPageView:
        """Show what somebody sees of the clinic before they sign in. Raises ``NotFound``."""
        ...

    async def account(self, query: GetAccount, execution: Execution) -> AccountView:
        """Show an account. Raises ``NotFound``."""
        ...

    async def accounts(self, query: ListAccounts, execution: Execution) -> Page[AccountView]:
        """Show accounts in the order of their invitations."""
        ...

    async def sessions(self, query: ListSessions, execution: Execution) -> Page[SessionView]:
        """Show the actor's live sessions in the order of the sign-ins."""
        ...

    async def account_sessions(self, query: ListAccountSessions, execution: Execution) -> Page[SessionView]:
        """Show an account's live sessions in the order of the sign-ins. Raises ``NotFound``."""
        ...

    async def api_key(self, query: GetApiKey, execution: Execution) -> ApiKeyView:
        """Show a service key without its secret. Raises ``NotFound``."""
        ...

    async def api_keys(self, query: ListApiKeys, execution: Execution) -> Page[ApiKeyView]:
        """Show service keys in the order in which they were issued."""
        ...
