"""In memory, what is written is seen at once."""

from application.shared.consistency import read
from domain.shared.identifiers import ClinicId


class MemoryConsistency:
    """Never has to wait."""

    async def wait(self, clinic: ClinicId, token: str, follower: str | None) -> None:  # noqa: ARG002 - the port's form
        """Check that the token is one. Raises ``Malformed``."""
        read(token)
