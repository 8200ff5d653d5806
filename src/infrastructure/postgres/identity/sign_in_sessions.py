"""Sign-in sessions: plain records whose facts are added to the log."""

from typing import Any, Final
from uuid import UUID

import msgspec

from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.identity.session import SessionChange, SessionId, SignInSession, Started
from domain.shared.identifiers import AccountId
from infrastructure.crypto.sealing import associated
from infrastructure.postgres.event_store import EventStore
from infrastructure.postgres.session import current
from infrastructure.postgres.subject_key import key_of
from infrastructure.postgres.subject_keys import SubjectKeys

_COLUMNS: Final = SignInSession.__struct_fields__
_SELECT: Final = f"select {', '.join(_COLUMNS)} from sign_in_session where clinic_id = $1"  # noqa: S608 - own names
_GET: Final = f"{_SELECT} and id = $2"
LIVE: Final = f"{_SELECT} and account = $2 and ended_at is null and idle_expires_at > $3 order by id"
"""An account's sessions that are neither ended nor expired."""

_SUCCESSOR = f"""
select s.version, s.key_id, s.successor, k.kek_id, k.wrapped
  from sign_in_session s {key_of("s")}
 where s.clinic_id = $1 and s.id = $2
"""  # noqa: S608 - our own text

_START = """
insert into sign_in_session
       (clinic_id, id, version, account, started_at, expires_at, idle_expires_at, current, with_code, proven_at)
values ($1::uuid, $2::uuid, $3::integer, $4::uuid, $5::timestamptz, $6::timestamptz, $7::timestamptz, $8::bytea,
        $9::boolean, $10::timestamptz)
"""

_KEEP = """
update sign_in_session
   set version = $4::integer, idle_expires_at = $5::timestamptz, current = $6::bytea, previous = $7::bytea,
       rotated_at = $8::timestamptz, ended_at = $9::timestamptz, why = $10::text, key_id = $11::uuid,
       successor = $12::bytea, with_code = $13::boolean, proven_at = $14::timestamptz
 where clinic_id = $1::uuid and id = $2::uuid and version = $3::integer
returning true
"""


_TELL = "insert into ended_session (session_id) values ($1::uuid)"
"""For every process that holds the session's access tokens good."""


class PostgresSignInSessions:
    """Keeps sessions in rows, and the newest refresh token of each sealed under the clinic's key."""

    def __init__(self, store: EventStore, keys: SubjectKeys) -> None:
        self._store = store
        self._keys = keys

    async def get(self, session: SessionId, execution: Execution) -> SignInSession:
        """Give a session. Raises ``NotFound``."""
        row = await current().fetchrow(_GET, execution.clinic, session)
        if row is None:
            raise NotFound(id=session)
        return session_of(row)

    async def successor(self, session: SignInSession, execution: Execution) -> str:
        """Open the refresh token that was kept when the session's last one was spent."""
        row = await current().fetchrow(_SUCCESSOR, execution.clinic, session.id)
        if row is None or row["successor"] is None:
            raise NotFound(id=session.id)
        key = await self._keys.opening(execution.clinic, row["key_id"], row["kek_id"], row["wrapped"])
        return key.open(row["successor"], _place(execution.clinic, session.id, row["version"])).decode()

    async def live(self, account: AccountId, execution: Execution) -> list[SignInSession]:
        """Give the sessions of an account that are neither ended nor expired."""
        rows = await current().fetch(LIVE, execution.clinic, account, execution.now)
        return [session_of(row) for row in rows]

    async def start(self, started: Started, execution: Execution) -> None:
        """Add a new session and its facts to the command's flush."""
        new = started.session
        current().flush.write(
            _START,
            execution.clinic,
            new.id,
            new.version,
            new.account,
            new.started_at,
            new.expires_at,
            new.idle_expires_at,
            new.current,
            new.with_code,
            new.proven_at,
        )
        await self._store.append(current(), started.facts)

    async def keep(
        self, seen: SignInSession, change: SessionChange, execution: Execution, *, successor: str | None = None
    ) -> None:
        """Add what came of a session to the command's flush; nothing where nothing changed."""
        now = change.session
        if now == seen:
            return
        key_id = sealed = None
        if successor is not None:
            key = await self._keys.sealing(current(), execution.clinic)
            key_id = key.id
            sealed = key.key.seal(successor.encode(), _place(execution.clinic, now.id, now.version))
        current().flush.guard(
            _KEEP,
            execution.clinic,
            now.id,
            seen.version,
            now.version,
            now.idle_expires_at,
            now.current,
            now.previous,
            now.rotated_at,
            now.ended_at,
            now.why,
            key_id,
            sealed,
            now.with_code,
            now.proven_at,
        )
        if now.ended_at is not None:
            current().flush.write(_TELL, now.id)
        if change.facts:
            await self._store.append(current(), change.facts)


def session_of(row: Any) -> SignInSession:
    """Read a row that has every column of a session."""
    return msgspec.convert(dict(row), SignInSession)


def _place(clinic: UUID, session: UUID, version: int) -> bytes:
    return associated(clinic, "sign_in_session", session, version)
