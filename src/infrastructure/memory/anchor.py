"""An anchor in this process's memory."""

from typing import Final

from application.audit.checkpoints.ports import AnchoredOtherwise
from domain.shared.identifiers import ClinicId


class MemoryAnchor:
    """Keeps checkpoints for as long as the process lives."""

    name: Final = "memory"

    def __init__(self) -> None:
        self.notes: dict[tuple[ClinicId, int], str] = {}

    async def keep(self, clinic: ClinicId, size: int, note: str) -> None:
        """Keep a checkpoint. Raises ``AnchoredOtherwise``."""
        if self.notes.setdefault((clinic, size), note) != note:
            raise AnchoredOtherwise
