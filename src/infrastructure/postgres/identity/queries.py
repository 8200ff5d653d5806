"""Identity's questions, each one statement."""

from datetime import datetime
from typing import Final, TypeVar
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
from application.identity.statuses import AccountStatus, ApiKeyStatus
from application.identity.views import AccountView, ApiKeyView, ClinicView, SessionView, SignInPageView
from application.shared.execution import Execution
from application.shared.paging import Page, after, page
from application.shared.query import View
from application.shared.refusals import NotFound
from domain.identity.account import Account
from domain.identity.api_key import ApiKey
from domain.identity.clinic import Clinic
from domain.identity.session import SignInSession
from domain.shared.aggregate import Aggregate
from domain.shared.identifiers import AccountId
from infrastructure.crypto.blind_index import BlindIndexes, Kind
from infrastructure.postgres.conditions import Conditions
from infrastructure.postgres.identity.sign_in_sessions import session_of
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.point_reads import PointReads
from infrastructure.postgres.read_model import ReadModel

A = TypeVar("A", bound=Aggregate)
V = TypeVar("V", bound=View)

_SESSION = ", ".join(f"s.{column}" for column in SignInSession.__struct_fields__)
_LIVE = "s.ended_at is null and s.idle_expires_at > $3"
_BEHIND = " and (s.started_at, s.id) > ($4::timestamptz, $5::uuid)"

_MINE = "sign_in_session s where s.clinic_id = $1 and s.account = $2 and {live}"

_SOMEBODYS = """
account a left join sign_in_session s on s.clinic_id = a.clinic_id and s.account = a.id and {live}
 where a.clinic_id = $1 and a.id = $2
"""
"""One row without a session for an account that is signed in nowhere; none where there is no account."""

_OPEN = "t.disabled_at is null and t.accepted_at is not null"

_ACCOUNT_IS: Final = {
    AccountStatus.INVITED: "t.disabled_at is null and t.accepted_at is null",
    AccountStatus.OPEN: f"{_OPEN} and (t.locked_until is null or t.locked_until <= {{}})",
    AccountStatus.LOCKED: f"{_OPEN} and t.locked_until > {{}}",
    AccountStatus.DISABLED: "t.disabled_at is not null",
}

_KEY_IS: Final = {
    ApiKeyStatus.LIVE: "t.revoked_at is null and t.expires_at > {}",
    ApiKeyStatus.ENDED: "t.revoked_at is null and t.expires_at <= {}",
    ApiKeyStatus.REVOKED: "t.revoked_at is not null",
}

_IS_FOR = """
t.id in (select s.api_key_id from api_key_scope s where s.clinic_id = $1 and s.scope = {})
"""

_HAS_EMAIL = """
t.id in (select e.account_id from account_email e where e.clinic_id = $1 and e.token = {})
"""


class PostgresIdentityQueries:
    """Answers from the rows of the clinic, its accounts and its keys."""

    def __init__(  # noqa: PLR0913, PLR0917 - one read model for each thing that is shown
        self,
        clinics: ReadModel[Clinic, ClinicView],
        accounts: ReadModel[Account, AccountView],
        keys: ReadModel[ApiKey, ApiKeyView],
        reads: PointReads,
        lists: ListReads,
        indexes: BlindIndexes,
    ) -> None:
        self._clinics = clinics
        self._accounts = accounts
        self._keys = keys
        self._reads = reads
        self._lists = lists
        self._indexes = indexes

    async def clinic(self, query: GetClinic, execution: Execution) -> ClinicView:
        """Show the clinic."""
        return await self._reads.one(self._clinics, execution.clinic, execution, as_of=query.as_of)

    async def sign_in_page(self, _: GetSignInPage, execution: Execution) -> SignInPageView:
        """Show what somebody sees of the clinic before they sign in."""
        return SignInPageView.of(await self.clinic(GetClinic(), execution))

    async def account(self, query: GetAccount, execution: Execution) -> AccountView:
        """Show an account."""
        return await self._reads.one(self._accounts, query.account, execution, as_of=query.as_of)

    async def accounts(self, query: ListAccounts, execution: Execution) -> Page[AccountView]:
        """Show accounts in the order of their invitations."""
        conditions = Conditions(execution.clinic)
        if query.role is not None:
            conditions.demand("t.role = {}", query.role)
        if query.status is not None:
            _demand_status(conditions, _ACCOUNT_IS[query.status], execution.now)
        if query.email is not None:
            token = (await self._indexes.of(execution.clinic)).token(Kind.EMAIL, query.email)
            conditions.demand(_HAS_EMAIL, token)
        return await self._lists.page(self._accounts, conditions, "invited_at", query, execution)

    async def sessions(self, query: ListSessions, execution: Execution) -> Page[SessionView]:
        """Show the actor's live sessions in the order of the sign-ins."""
        return await self._live(_MINE, execution.actor.id, query, execution)

    async def account_sessions(self, query: ListAccountSessions, execution: Execution) -> Page[SessionView]:
        """Show an account's live sessions in the order of the sign-ins."""
        return await self._live(_SOMEBODYS, query.account, query, execution)

    async def api_key(self, query: GetApiKey, execution: Execution) -> ApiKeyView:
        """Show a service key."""
        return await self._reads.one(self._keys, query.api_key, execution, as_of=query.as_of)

    async def api_keys(self, query: ListApiKeys, execution: Execution) -> Page[ApiKeyView]:
        """Show service keys in the order in which they were issued."""
        conditions = Conditions(execution.clinic)
        if query.status is not None:
            _demand_status(conditions, _KEY_IS[query.status], execution.now)
        if query.scope is not None:
            conditions.demand(_IS_FOR, query.scope)
        return await self._lists.page(self._keys, conditions, "issued_at", query, execution)

    async def _live(
        self, source: str, account: AccountId, query: ListSessions | ListAccountSessions, execution: Execution
    ) -> Page[SessionView]:
        start = after(query.after, tuple[datetime, UUID])
        live = _LIVE + (_BEHIND if start is not None else "")
        found = source.format(live=live)
        sql = f"select {_SESSION} from {found} order by s.started_at, s.id limit {query.limit + 1}"  # noqa: S608 - own text
        rows = await self._lists.rows(execution, sql, execution.clinic, account, execution.now, *(start or ()))
        if not rows and source is _SOMEBODYS:
            raise NotFound(id=account)
        sessions = [session_of(row) for row in rows if row["id"] is not None]
        views = [SessionView.of(session, execution.actor.session) for session in sessions]
        return page(views, query.limit, lambda view: (view.started_at, view.id))


def _demand_status(conditions: Conditions, status: str, now: datetime) -> None:
    """Demand that something stands so ``now``; not every status speaks of an instant."""
    conditions.demand(status, *[now] * status.count("{}"))
