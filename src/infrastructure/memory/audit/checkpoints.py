"""Checkpoints in this process's memory; whoever makes or keeps one says so here."""

from collections import defaultdict

import msgspec

from application.audit.checkpoints.queries import ListCheckpoints
from application.audit.checkpoints.views import CheckpointView, Keeping
from application.shared.execution import Execution
from application.shared.paging import Page, after, page
from domain.shared.identifiers import ClinicId


class MemoryCheckpoints:
    """Remembers them, each clinic's in the order of their making."""

    def __init__(self) -> None:
        self._made: defaultdict[ClinicId, dict[int, CheckpointView]] = defaultdict(dict)

    def made(self, clinic: ClinicId, checkpoint: CheckpointView) -> None:
        """Add a checkpoint."""
        self._made[clinic][checkpoint.entries] = checkpoint

    def kept(self, clinic: ClinicId, size: int, keeping: Keeping) -> None:
        """Say that somebody keeps one."""
        checkpoint = self._made[clinic][size]
        self._made[clinic][size] = msgspec.structs.replace(checkpoint, kept=(*checkpoint.kept, keeping))

    async def list(self, query: ListCheckpoints, execution: Execution) -> Page[CheckpointView]:
        """Give them, the newest first."""
        start = after(query.after, tuple[int])
        newest = sorted(self._made[execution.clinic].values(), key=lambda made: made.entries, reverse=True)
        rest = [made for made in newest if start is None or made.entries < start[0]]
        return page(rest, query.limit, lambda made: (made.entries,))
