"""Read your own writes: an opaque token that stands for the fact which a command's receipt names."""

import base64
import binascii
from typing import Protocol
from uuid import UUID

from application.shared.refusals import Malformed
from domain.shared.identifiers import ClinicId

_WIDTH = 16


def issue(stream: UUID, version: int) -> str:
    """Give the token for a fact by its place in its stream."""
    return base64.urlsafe_b64encode(stream.bytes + version.to_bytes(4)).decode().rstrip("=")


def read(token: str) -> tuple[UUID, int]:
    """Read a token back. Raises ``Malformed`` on anything that ``issue`` did not make."""
    try:
        packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        packed = b""
    if len(packed) != _WIDTH + 4 or issue(UUID(bytes=packed[:_WIDTH]), int.from_bytes(packed[_WIDTH:])) != token:
        raise Malformed(errors=[{"header": "Consistency-Token", "detail": "not a token of this server"}])
    return UUID(bytes=packed[:_WIDTH]), int.from_bytes(packed[_WIDTH:])


class Consistency(Protocol):
    """Knows what the read side has seen."""

    async def wait(self, clinic: ClinicId, token: str, follower: str | None) -> None:
        """Wait, a bounded time, until the read side shows the token's fact.

        ``follower`` names the asynchronous read model that the query reads; ``None`` is for models that are written
        with the facts. Raises ``NotYetVisible`` when the time is over, ``Malformed`` on a token that is none.
        """
        ...
