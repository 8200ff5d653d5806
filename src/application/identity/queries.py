"""What may be asked of a clinic, its accounts, their sessions and its service keys."""

from typing import Annotated, ClassVar

import msgspec

from application.identity.statuses import AccountStatus, ApiKeyStatus
from application.shared.paging import Cursor, Limit
from application.shared.query import Query
from application.shared.refusals import NotFound
from domain.identity.api_key import ApiKeyId, Scope
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId
from domain.shared.patterns import whole
from domain.shared.roles import Role
from domain.shared.time import Instant
from domain.shared.values import Personal

SoughtEmail = Annotated[
    Personal[str],
    msgspec.Meta(
        pattern=whole(r"[^@\s]+@[^@\s]+"),
        max_length=254,
        description="The whole address, however it is written; a disabled account's is looked for no more.",
        examples=["mia@example.org"],
    ),
]


class GetClinic(Query, frozen=True, kw_only=True):
    """Read the clinic with its sites and rooms."""

    operation: ClassVar[str] = "identity.get-clinic"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (NotFound,)

    as_of: Instant | None = None


class GetSignInPage(Query, frozen=True, kw_only=True):
    """Read what the page shows on which people sign in: the clinic's name, colours and logo.

    Anybody may ask, and learns nothing else about the clinic.
    """

    operation: ClassVar[str] = "identity.get-sign-in-page"


class GetAccount(Query, frozen=True, kw_only=True):
    """Read an account."""

    operation: ClassVar[str] = "identity.get-account"

    account: AccountId
    as_of: Instant | None = None


class ListAccounts(Query, frozen=True, kw_only=True):
    """List the clinic's accounts in the order of their invitations."""

    operation: ClassVar[str] = "identity.list-accounts"

    role: Role | None = None
    status: AccountStatus | None = None
    email: SoughtEmail | None = None
    limit: Limit = 50
    after: Cursor | None = None


class ListSessions(Query, frozen=True, kw_only=True):
    """List where you are signed in, in the order of the sign-ins."""

    operation: ClassVar[str] = "identity.list-sessions"

    limit: Limit = 50
    after: Cursor | None = None


class ListAccountSessions(Query, frozen=True, kw_only=True):
    """List where somebody is signed in, in the order of the sign-ins."""

    operation: ClassVar[str] = "identity.list-account-sessions"

    account: AccountId
    limit: Limit = 50
    after: Cursor | None = None


class GetApiKey(Query, frozen=True, kw_only=True):
    """Read a service key, without its secret."""

    operation: ClassVar[str] = "identity.get-api-key"

    api_key: ApiKeyId
    as_of: Instant | None = None


class ListApiKeys(Query, frozen=True, kw_only=True):
    """List the clinic's service keys in the order in which they were issued."""

    operation: ClassVar[str] = "identity.list-api-keys"

    status: ApiKeyStatus | None = None
    scope: Scope | None = None
    """An operation that the key is for."""
    limit: Limit = 50
    after: Cursor | None = None
