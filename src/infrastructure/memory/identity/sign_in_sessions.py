"""Sign-in sessions, in memory."""

from collections.abc import Sequence
from uuid import UUID

from application.shared.execution import Execution
from application.shared.refusals import NotFound
from application.shared.transactions import LostRace
from domain.identity.session import SessionChange, SessionId, SignInSession, Started
from domain.shared.aggregate import Fact
from domain.shared.identifiers import AccountId
from infrastructure.memory.log import MemoryLog, current


class MemorySignInSessions:
    """Keeps sessions as they are, with the newest refresh token of each."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log
        self._sessions: dict[tuple[UUID, UUID], tuple[SignInSession, str | None]] = {}
        self._over: set[UUID] = set()

    async def get(self, session: SessionId, execution: Execution) -> SignInSession:
        """Give a session. Raises ``NotFound``."""
        return self._kept(session, execution)[0]

    async def successor(self, session: SignInSession, execution: Execution) -> str:
        """Give the refresh token that was kept when the session's last one was spent."""
        token = self._kept(session.id, execution)[1]
        if token is None:
            raise NotFound(id=session.id)
        return token

    async def live(self, account: AccountId, execution: Execution) -> list[SignInSession]:
        """Give the sessions of an account that are neither ended nor expired."""
        return [
            session
            for (clinic, _), (session, _) in self._sessions.items()
            if clinic == execution.clinic
            and session.account == account
            and session.ended_at is None
            and session.idle_expires_at > execution.now
        ]

    def is_over(self, session: UUID) -> bool:
        """Tell whether a session ended, in whichever clinic it was."""
        return session in self._over

    async def start(self, started: Started, execution: Execution) -> None:
        """Keep a new session and its facts when the command commits."""
        self._on_commit(None, started, execution, None)

    async def keep(
        self, seen: SignInSession, change: SessionChange, execution: Execution, *, successor: str | None = None
    ) -> None:
        """Keep what came of a session when the command commits; nothing where nothing changed."""
        if change.session != seen:
            self._on_commit(seen, change, execution, successor)

    def _kept(self, session: SessionId, execution: Execution) -> tuple[SignInSession, str | None]:
        kept = self._sessions.get((execution.clinic, session))
        if kept is None or self._log.is_erased(execution.clinic, kept[0].account):
            raise NotFound(id=session)
        return kept

    def _on_commit(
        self, seen: SignInSession | None, change: SessionChange, execution: Execution, successor: str | None
    ) -> None:
        place = (execution.clinic, change.session.id)

        def check() -> None:
            kept = self._sessions.get(place)
            if (kept[0].version if kept else None) != (seen.version if seen else None):
                raise LostRace(change.session.id)

        def apply() -> None:
            self._sessions[place] = (change.session, successor)
            if change.session.ended_at is not None:
                self._over.add(change.session.id)
            self._append(change.facts, execution)

        current().on_commit(check, apply)

    def _append(self, facts: Sequence[Fact], execution: Execution) -> None:
        for fact in facts:
            self._log.streams[execution.clinic, fact.originator_id].append(fact)
            self._log.facts[execution.clinic].append(fact)
