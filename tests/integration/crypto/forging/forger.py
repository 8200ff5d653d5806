"""Whoever forges: they have seen one good token and the public keys, and guess at mistakes that we may have made."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from infrastructure.crypto.access_tokens import TYPE
from infrastructure.crypto.signing_keys import SigningKeys

Members: TypeAlias = dict[str, Any]
Tricks: TypeAlias = Iterator[tuple[str, str]]
"""Forged tokens, each with the name of its trick. A name holds nothing random: every process sees the same ones."""

STRANGER = Ed25519PrivateKey.generate()


def decoded(segment: str) -> bytes:
    """Decode one part of a token."""
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def encoded(content: Members | bytes) -> str:
    """Encode one part of a token."""
    raw = content if isinstance(content, bytes) else json.dumps(content, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass(frozen=True)
class Forger:
    """Forges tokens that are like a good one."""

    keys: SigningKeys
    good: str

    @cached_property
    def parts(self) -> tuple[str, str, str]:
        """The good token's header, claims and signature, as they are written."""
        head, body, signature = self.good.split(".")
        return head, body, signature

    @property
    def public(self) -> Ed25519PublicKey:
        """What everybody knows."""
        return self.keys.public[self.keys.signing]

    @property
    def header(self) -> Members:
        """The header of a good token."""
        return {"alg": "EdDSA", "kid": self.keys.signing, "typ": TYPE}

    @property
    def claims(self) -> Members:
        """The claims of the good token."""
        claims: Members = json.loads(decoded(self.parts[1]))
        return claims

    @property
    def better(self) -> Members:
        """The claims that somebody would like to have."""
        return self.claims | {"role": "operator" if self.claims["role"] == "owner" else "owner"}

    def ours(self, header: Members | bytes, claims: Members | bytes) -> str:
        """Sign anything with our own key: what only a mistake of ours could make."""
        signed = f"{encoded(header)}.{encoded(claims)}"
        return f"{signed}.{encoded(self.keys.private.sign(signed.encode()))}"

    def strangers(self, header: Members) -> str:
        """Sign a better role with a key that is not ours."""
        signed = f"{encoded(header)}.{encoded(self.better)}"
        return f"{signed}.{encoded(STRANGER.sign(signed.encode()))}"
