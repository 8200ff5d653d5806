"""The port ``Checkpoints``: every storage shows a clinic's checkpoints, and who keeps each."""

from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from application.audit.checkpoints.ports import Checkpoints
from application.audit.checkpoints.queries import ListCheckpoints
from application.audit.checkpoints.views import CheckpointView, Keeping
from application.shared.paging import Page
from domain.shared.identifiers import ClinicId
from integration.databases import Database
from integration.people import Clinic
from integration.stack import Stack

PORTS = (Checkpoints,)

NINE: Final = datetime(2030, 5, 14, 9, tzinfo=UTC)
FOLDER: Final = Keeping(anchor="folder", since=NINE.replace(hour=10))
SIZES: Final = (3, 20, 100)

_MAKE = "insert into ledger_checkpoint (clinic_id, size, root, note, at) values ($1, $2, $3, $4, $5)"
_KEEP = "insert into ledger_anchoring (clinic_id, size, anchor, at) values ($1, $2, $3, $4)"


def made(size: int, *kept: Keeping) -> CheckpointView:
    """Give a checkpoint of so many entries."""
    return CheckpointView(entries=size, root=f"{size:064x}", at=NINE, note=f"{size}\n", kept=kept)


async def remembered(stack: Stack, clinic: ClinicId, database: Database, *checkpoints: CheckpointView) -> None:
    """Have checkpoints made of a clinic's ledger, and kept."""
    if stack.pool is None:
        for checkpoint in checkpoints:
            stack.container.audit.checkpoints().made(clinic, checkpoint)
        return
    async with database.connected("postgres") as superuser:
        for each in checkpoints:
            await superuser.execute(_MAKE, clinic, each.entries, bytes.fromhex(each.root), each.note, each.at)
            for keeping in each.kept:
                await superuser.execute(_KEEP, clinic, each.entries, keeping.anchor, keeping.since)


async def listed(stack: Stack, clinic: Clinic, limit: int = 50, after: str | None = None) -> Page[CheckpointView]:
    """List them as the owner."""
    page: Page[CheckpointView] = await stack.do(ListCheckpoints(limit=limit, after=after), clinic.owner)
    return page


async def test_the_newest_comes_first(stack: Stack, clinic: Clinic, database: Database) -> None:
    """Checkpoints are listed from the last one back, each with who keeps it."""
    await remembered(stack, clinic.id, database, made(3), made(20, FOLDER))
    assert (await listed(stack, clinic)).items == (made(20, FOLDER), made(3))


async def test_they_come_in_pages(stack: Stack, clinic: Clinic, database: Database) -> None:
    """One page behind the other they are all there, each once."""
    await remembered(stack, clinic.id, database, *map(made, SIZES))
    first = await listed(stack, clinic, limit=2)
    second = await listed(stack, clinic, limit=2, after=first.next)
    assert [each.entries for each in (*first.items, *second.items)] == sorted(SIZES, reverse=True)
    assert second.next is None


async def test_another_clinics_are_not_shown(stack: Stack, clinic: Clinic, database: Database) -> None:
    """Each clinic sees its own."""
    await remembered(stack, ClinicId(uuid4()), database, made(3))
    assert (await listed(stack, clinic)).items == ()
