"""What clients write down themselves: every attempt at a command and what came of it, in a file that only grows."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import msgspec

from application.shared.command import Receipt


class Ending(StrEnum):
    """What a client knows of an attempt."""

    OK = "ok"
    """It was acknowledged."""
    FAILED = "failed"
    """Nothing was done: it was refused, or never got as far as a server."""
    UNKNOWN = "unknown"
    """Perhaps it was done: the connection broke, the server could not tell, or the client left."""


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One request. Moments are those of ``time.monotonic``, which all processes of a machine share."""

    number: int
    """The command's."""
    path: str
    port: int
    sent_at: float
    ended_at: float
    ending: Ending
    status: int | None = None
    """None where there was no answer."""
    retry_after: str | None = None
    request: UUID | None = None
    """The id that the server gave the request."""
    receipt: Receipt | None = None
    waited_in_vain: bool = False
    """Whether no answer came long after the deadline of every request."""

    @property
    def was_never_sent(self) -> bool:
        """Whether nobody took the connection."""
        return self.ending is Ending.FAILED and self.status is None

    @property
    def is_refusal(self) -> bool:
        """Whether the server said no."""
        return self.ending is Ending.FAILED and self.status is not None


def history(path: Path) -> Mapping[int, list[Attempt]]:
    """Read what was written down: each command's attempts in their order, by its number."""
    attempts: dict[int, list[Attempt]] = {}
    for attempt in msgspec.json.Decoder(Attempt).decode_lines(path.read_bytes()):
        attempts.setdefault(attempt.number, []).append(attempt)
    return attempts
