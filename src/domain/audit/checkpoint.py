"""Checkpoints: what a clinic's ledger was at a moment, in a form that anybody can keep and hold it against later."""

from base64 import b64decode, b64encode
from typing import Self

from domain.audit.merkle import HASH_BYTES, Hash
from domain.shared.errors import DomainError
from domain.shared.identifiers import ClinicId
from domain.shared.values import Code, ValueObject


class CheckpointMalformed(DomainError):
    """This is no checkpoint of a ledger."""

    code = "audit.checkpoint-malformed"
    mend = "Give a checkpoint as it was handed out, whole and unchanged."


class Checkpoint(ValueObject, frozen=True, kw_only=True):
    """One hash over the first entries of a ledger, as C2SP's tlog-checkpoint writes it."""

    origin: Code
    """Whose ledger it is."""
    size: int
    """How many entries the hash is over."""
    root: Hash

    @classmethod
    def of(cls, clinic: ClinicId, size: int, root: bytes) -> Self:
        """Say how far a clinic's ledger has come."""
        return cls(origin=origin_of(clinic), size=size, root=root)

    @classmethod
    def read(cls, body: str) -> Self:
        """Read a checkpoint's body. Raises ``CheckpointMalformed``."""
        try:
            origin, size, root, _ = body.split("\n")
            checkpoint = cls(origin=origin, size=int(size), root=b64decode(root))
        except ValueError:
            raise CheckpointMalformed from None
        if checkpoint.body() != body or checkpoint.size < 0 or len(checkpoint.root) != HASH_BYTES:
            raise CheckpointMalformed
        return checkpoint

    def body(self) -> str:
        """Write it down, to be signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def origin_of(clinic: ClinicId) -> str:
    """Name a clinic's ledger, as checkpoints do."""
    return f"polyclinic-ledger/{clinic}"
