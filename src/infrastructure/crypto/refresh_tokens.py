"""Refresh tokens: opaque tokens with a proof of where they come from.

``<token>_<proof>``: an opaque token of the session, and 128 bits of its HMAC-SHA-256 (RFC 2104) under a key of the
clinic. Who cannot compute the proof cannot present a token at all, so one that fits no digest was spent before.
"""

import hashlib
import hmac
from typing import Final
from uuid import UUID

from application.identity.sessions.tokens import MintedToken, OpaqueTokenInvalid, PresentedToken
from application.shared.key_vault import KeyVault
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.opaque_tokens import OpaqueTokens

PREFIX: Final = "pcrt"
PURPOSE: Final = "refresh-token"
_PROOF_BYTES: Final = 16


class ProvenRefreshTokens:
    """Makes and reads refresh tokens, asking the vault once per clinic."""

    def __init__(self, vault: KeyVault) -> None:
        self._vault = vault
        self._tokens = OpaqueTokens(PREFIX)
        self._keys: dict[ClinicId, bytes] = {}

    async def mint(self, session: UUID, clinic: ClinicId) -> MintedToken:
        """Make a token for a session."""
        token = self._tokens.mint(session)
        return MintedToken(f"{token.text}_{await self._proof(token.text, clinic)}", token.digest)

    async def read(self, text: str, clinic: ClinicId) -> PresentedToken:
        """Read a token that somebody brought. Raises ``OpaqueTokenInvalid``."""
        token, _, proof = text.rpartition("_")
        presented = self._tokens.read(token)
        if not hmac.compare_digest((await self._proof(token, clinic)).encode(), proof.encode("utf-8", "replace")):
            raise OpaqueTokenInvalid
        return presented

    async def _proof(self, token: str, clinic: ClinicId) -> str:
        if clinic not in self._keys:
            self._keys[clinic] = await self._vault.mac_key(clinic, PURPOSE)
        return hmac.digest(self._keys[clinic], token.encode(), hashlib.sha256)[:_PROOF_BYTES].hex()
