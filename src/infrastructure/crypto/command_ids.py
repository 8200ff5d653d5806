"""Ids of commands that tell nobody what their callers named them by.

A caller may put anything into an idempotency key, somebody's address too, and a command's id stands beside every fact.
So it derives under a key of the clinic: whoever has the database alone has nothing to try guesses on.
"""

import hashlib
import hmac
from typing import Final
from uuid import UUID

from application.shared.execution import Call
from application.shared.key_vault import KeyVault

PURPOSE: Final = "command-id"


class KeyedCommandIds:
    """Derives ids under each clinic's MAC key."""

    def __init__(self, vault: KeyVault) -> None:
        self._vault = vault

    async def of(self, operation: str, call: Call) -> UUID:
        """Derive the command's id, where the caller sent a key."""
        if call.idempotency_key is None:
            return call.request_id
        secret = await self._vault.mac_key(call.actor.clinic, PURPOSE)
        return keyed_id(secret, call.actor.id, operation, call.idempotency_key)


def keyed_id(secret: bytes, actor: UUID, operation: str, key: str) -> UUID:
    """Give the first 122 bits of HMAC-SHA-256 (RFC 2104), in the form of any other id that derives from a name."""
    digest = hmac.digest(secret, f"{actor}/{operation}/{key}".encode(), hashlib.sha256)
    return UUID(bytes=digest[:16], version=5)
