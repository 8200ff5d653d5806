"""What a ledger was at a moment, in three lines that can be kept anywhere."""

from __future__ import annotations

import pytest

from domain.audit.checkpoint import Checkpoint, CheckpointMalformed
from domain.audit.merkle import HASH_BYTES
from unit.audit.ledgers import LAKESIDE

ROOT = bytes(range(HASH_BYTES))
BODY = (
    "polyclinic-ledger/00000000-0000-0000-0000-000000000001\n"
    "1200\n"
    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"  # pragma: allowlist secret - a hash
)  # fmt: skip


def test_it_is_three_lines() -> None:
    """It says whose ledger it is, how many entries there were, and the hash over them."""
    assert Checkpoint.of(LAKESIDE, 1200, ROOT).body() == BODY
    assert Checkpoint.read(BODY) == Checkpoint.of(LAKESIDE, 1200, ROOT)


def test_it_may_be_of_nothing() -> None:
    """A clinic of which nothing was sealed yet has a checkpoint too."""
    assert Checkpoint.read(BODY.replace("1200", "0")).size == 0


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        BODY.removesuffix("\n"),
        BODY.replace("1200", "many"),
        BODY.replace("1200", "01200"),
        BODY.replace("1200", "-1"),
        BODY.replace("AAEC", "????"),
        BODY.replace("AAECAwQF", ""),
        f"{BODY}more\n",
    ],
    ids=["empty", "cut", "no number", "a zero in front", "negative", "no hash", "a short hash", "more"],
)
def test_what_is_no_checkpoint(wrong: str) -> None:
    """A checkpoint has one form only: what is written otherwise was not handed out so."""
    with pytest.raises(CheckpointMalformed):
        Checkpoint.read(wrong)
