"""What may be asked of the ledger."""

from typing import ClassVar

from application.shared.paging import Cursor, Limit
from application.shared.query import Query


class ListCheckpoints(Query, frozen=True, kw_only=True):
    """List the checkpoints of the clinic's ledger, the newest first, and where each is kept.

    Keep some yourself: what a checkpoint stands for cannot be altered or removed without whoever has it finding out.
    """

    operation: ClassVar[str] = "audit.list-checkpoints"

    limit: Limit = 50
    after: Cursor | None = None
