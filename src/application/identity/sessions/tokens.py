"""Opaque tokens, as the use cases see them: made for a record, brought back by their bearer."""

import hmac
from typing import Protocol
from uuid import UUID

import msgspec

from domain.shared.identifiers import ClinicId


class OpaqueTokenInvalid(Exception):
    """A text is not a token of this kind. It does not say why."""


class MintedToken(msgspec.Struct, frozen=True):
    """A token just made: ``text`` goes to its bearer and nowhere else, ``digest`` is stored."""

    text: str
    digest: bytes

    def __repr__(self) -> str:
        return "MintedToken(...)"


class PresentedToken(msgspec.Struct, frozen=True):
    """A token that somebody brought: find its record by ``id``, then ask ``matches``."""

    id: UUID
    digest: bytes

    def matches(self, stored: bytes) -> bool:
        """Tell whether it is the token whose digest was stored, in a time that tells nothing."""
        return hmac.compare_digest(self.digest, stored)


class Tokens(Protocol):
    """Makes and reads the tokens of one kind: invitations, or service keys."""

    def mint(self, id: UUID) -> MintedToken:  # noqa: A002 - the field's own name
        """Make a token for a record."""
        ...

    def read(self, text: str) -> PresentedToken:
        """Read a token that somebody brought. Raises ``OpaqueTokenInvalid`` on what is not of this kind."""
        ...


class RefreshTokens(Protocol):
    """Makes and reads refresh tokens, which prove by themselves that they were made here, for this session.

    So a token that fits no digest of its session is a spent one, not a guess: nobody ends another's session by
    inventing tokens for it.
    """

    async def mint(self, session: UUID, clinic: ClinicId) -> MintedToken:
        """Make a token for a session."""
        ...

    async def read(self, text: str, clinic: ClinicId) -> PresentedToken:
        """Read a token that somebody brought. Raises ``OpaqueTokenInvalid`` on what was not made here."""
        ...
