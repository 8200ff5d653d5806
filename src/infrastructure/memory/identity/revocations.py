"""Which credentials are void, in memory: heard of at once."""

from uuid import UUID

from domain.identity.session import SessionIsOver
from domain.identity.standing import check_open
from domain.shared.identifiers import ClinicId
from infrastructure.memory.identity.clinic_directory import MemoryClinicDirectory
from infrastructure.memory.identity.sign_in_sessions import MemorySignInSessions


class MemoryRevocations:
    """Asks the sessions and the directory themselves."""

    def __init__(self, sessions: MemorySignInSessions, directory: MemoryClinicDirectory) -> None:
        self._sessions = sessions
        self._directory = directory

    def check(self, session: UUID) -> None:
        """Let pass a session that goes on. Raises ``SessionIsOver``."""
        if self._sessions.is_over(session):
            raise SessionIsOver

    def check_clinic(self, clinic: ClinicId) -> None:
        """Let pass a clinic that is open. Raises ``ClinicIsSuspended``, ``ClinicIsClosed``."""
        check_open(self._directory.standing(clinic))
