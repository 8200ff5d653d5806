"""What keeping the ledger honest needs."""

from typing import Protocol

from application.audit.checkpoints.queries import ListCheckpoints
from application.audit.checkpoints.views import CheckpointView
from application.shared.execution import Execution
from application.shared.paging import Page
from domain.shared.identifiers import ClinicId


class Checkpoints(Protocol):
    """The checkpoints that were made of a clinic's ledger."""

    async def list(self, query: ListCheckpoints, execution: Execution) -> Page[CheckpointView]:
        """Give them, the newest first, each with who keeps it."""
        ...


class AnchorUnreachable(Exception):
    """An anchor did not take a checkpoint, and may take it later; the message says why, in a word."""


class AnchoredOtherwise(Exception):
    """An anchor keeps another checkpoint of so many entries of a clinic: the ledger was written anew, or led twice."""


class Anchor(Protocol):
    """A place outside of the database in which checkpoints are kept, beyond the reach of who could write them anew."""

    @property
    def name(self) -> str:
        """By what it is told from others."""
        ...

    async def keep(self, clinic: ClinicId, size: int, note: str) -> None:
        """Keep the signed checkpoint of a clinic's first ``size`` entries; it is there when this returns.

        Giving it again changes nothing. Raises ``AnchorUnreachable``, ``AnchoredOtherwise``.
        """
        ...
