"""The port ``Anchor``: whatever keeps checkpoints keeps them as they were signed, and takes no other in their place."""

from pathlib import Path
from uuid import uuid4

import pytest

from application.audit.checkpoints.ports import Anchor, AnchoredOtherwise
from domain.audit.checkpoint import Checkpoint
from domain.shared.identifiers import ClinicId
from infrastructure.anchors.folder import FolderAnchor
from infrastructure.crypto.signed_notes import signed
from infrastructure.crypto.signing_keys import SigningKeys
from infrastructure.memory.anchor import MemoryAnchor

PORTS = (Anchor,)

KEYS = SigningKeys.generate()
ANCHORS = ("memory", "folder")
"""Every adapter; a new one is added here."""


@pytest.fixture(params=ANCHORS)
def anchor(request: pytest.FixtureRequest, tmp_path: Path) -> Anchor:
    """Give each anchor in turn."""
    return MemoryAnchor() if request.param == "memory" else FolderAnchor(tmp_path / "anchor")


def note(clinic: ClinicId, size: int, root: int = 1) -> str:
    """Sign a checkpoint."""
    made = Checkpoint.of(clinic, size, bytes([root]) * 32)
    return signed(made.body(), made.origin, KEYS.private)


async def test_a_checkpoint_is_taken_once(anchor: Anchor) -> None:
    """The same checkpoint given twice is there, and nothing is wrong with it."""
    clinic = ClinicId(uuid4())
    for _ in range(2):
        await anchor.keep(clinic, 7, note(clinic, 7))


async def test_no_other_takes_its_place(anchor: Anchor) -> None:
    """Another checkpoint of as many entries is refused, ever again: the ledger was written anew."""
    clinic = ClinicId(uuid4())
    await anchor.keep(clinic, 7, note(clinic, 7))
    for _ in range(2):
        with pytest.raises(AnchoredOtherwise):
            await anchor.keep(clinic, 7, note(clinic, 7, root=2))
    await anchor.keep(clinic, 7, note(clinic, 7))


async def test_each_ledger_has_its_own(anchor: Anchor) -> None:
    """Clinics and sizes do not get in each other's way."""
    clinics = [ClinicId(uuid4()) for _ in range(2)]
    for clinic in clinics:
        for size in (7, 70):
            await anchor.keep(clinic, size, note(clinic, size))
