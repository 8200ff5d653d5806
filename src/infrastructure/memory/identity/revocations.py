"""Which access tokens are void, in memory: heard of at once."""

from uuid import UUID

from domain.identity.session import SessionIsOver
from infrastructure.memory.identity.sign_in_sessions import MemorySignInSessions


class MemoryRevocations:
    """Asks the sessions themselves."""

    def __init__(self, sessions: MemorySignInSessions) -> None:
        self._sessions = sessions

    def check(self, session: UUID) -> None:
        """Let pass a session that goes on. Raises ``SessionIsOver``."""
        if self._sessions.is_over(session):
            raise SessionIsOver
