"""The ledger's checkpoints, as they are shown."""

from collections.abc import Mapping
from typing import Any, Final

from application.audit.checkpoints.queries import ListCheckpoints
from application.audit.checkpoints.views import CheckpointView, Keeping
from application.shared.execution import Execution
from application.shared.paging import Page, after, page
from infrastructure.postgres.list_reads import ListReads

_LIST: Final = """
select c.size, c.root, c.note, c.at,
       array(select a.anchor from ledger_anchoring a
              where a.clinic_id = c.clinic_id and a.size = c.size order by a.at, a.anchor) as anchors,
       array(select a.at from ledger_anchoring a
              where a.clinic_id = c.clinic_id and a.size = c.size order by a.at, a.anchor) as since
  from ledger_checkpoint c
 where c.clinic_id = $1 and c.size < $2
 order by c.size desc limit $3
"""

_ABOVE_ALL: Final = 2**63 - 1


class PostgresCheckpoints:
    """Reads them."""

    def __init__(self, lists: ListReads) -> None:
        self._lists = lists

    async def list(self, query: ListCheckpoints, execution: Execution) -> Page[CheckpointView]:
        """Give them, the newest first."""
        (below,) = after(query.after, tuple[int]) or (_ABOVE_ALL,)
        rows = await self._lists.rows(execution, _LIST, execution.clinic, below, query.limit + 1)
        return page([_view(row) for row in rows], query.limit, lambda view: (view.entries,))


def _view(row: Mapping[str, Any]) -> CheckpointView:
    return CheckpointView(
        entries=row["size"],
        root=row["root"].hex(),
        at=row["at"],
        note=row["note"],
        kept=tuple(
            Keeping(anchor=anchor, since=since) for anchor, since in zip(row["anchors"], row["since"], strict=True)
        ),
    )
