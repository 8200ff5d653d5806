"""In memory, what is written is seen at once."""

from application.shared.consistency import read
from application.shared.refusals import NotYetVisible
from domain.shared.identifiers import ClinicId
from infrastructure.memory.log import MemoryLog


class MemoryConsistency:
    """Never has to wait: the read models are the log."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    async def wait(self, clinic: ClinicId, token: str, follower: str | None) -> None:
        """See that the token's fact is there. Raises ``NotYetVisible``, ``Malformed``."""
        stream, version = read(token)
        facts = self._log.streams.get((clinic, stream), ())
        if follower is not None and version not in {fact.originator_version for fact in facts}:
            raise NotYetVisible(seconds=0.0)
