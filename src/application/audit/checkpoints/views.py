"""What is shown of the ledger."""

from hashlib import sha256
from typing import Annotated, Final
from uuid import UUID

import msgspec

from application.shared.query import View
from domain.audit.checkpoint import Checkpoint
from domain.shared.identifiers import ClinicId
from domain.shared.time import Instant
from domain.shared.values import Public

_EXAMPLE: Final = Checkpoint.of(ClinicId(UUID(int=1)), 41_207, sha256().digest())

AnchorName = Annotated[
    Public[str],
    msgspec.Meta(description="What kind of place keeps it.", examples=["object-storage"]),
]

LedgerSize = Annotated[
    int,
    msgspec.Meta(ge=1, description="How many entries of the ledger a checkpoint is over.", examples=[_EXAMPLE.size]),
]

Root = Annotated[
    Public[str],
    msgspec.Meta(
        description="The hash over these entries (RFC 6962), in hexadecimal digits.",
        examples=[_EXAMPLE.root.hex()],
    ),
]

Note = Annotated[
    Public[str],
    msgspec.Meta(
        description="The checkpoint itself, signed (C2SP tlog-checkpoint); keep it whole, line breaks included.",
        examples=[f"{_EXAMPLE.body()}\n\u2014 {_EXAMPLE.origin} pM4nq0x9Zk0=\n"],
    ),
]


class Keeping(View, frozen=True, kw_only=True):
    """A place that keeps a checkpoint."""

    anchor: AnchorName
    since: Instant


class CheckpointView(View, frozen=True, kw_only=True):
    """What the ledger was at a moment."""

    entries: LedgerSize
    root: Root
    at: Instant
    note: Note
    kept: tuple[Keeping, ...]
    """Where it is kept outside of the database; empty until the first place has taken it."""
