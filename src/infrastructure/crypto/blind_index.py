"""Blind indexes: how sealed values are found without being opened.

Beside a sealed value stand tokens, HMAC-SHA-256 (RFC 2104) of the normalized value under a key of the clinic, cut to
16 bytes. A search computes the token of what it looks for. A reader of the database without the key learns only
that two rows share a token, within one clinic and one kind.
"""

import hashlib
import hmac
import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Final

from application.shared.key_vault import KeyVault
from domain.patients.identifier import normal_form
from domain.patients.written_names import plain_words
from domain.shared.identifiers import ClinicId

PURPOSE: Final = "blind-index"
TOKEN_BYTES: Final = 16
LONGEST_PREFIX: Final = 12
"""Letters of a name's word that a prefix search can tell apart; longer ones find more, to be sifted when opened."""

_BETWEEN_DIGITS: Final = re.compile(r"[\s().\-/]+")


class Kind(StrEnum):
    """What a token is of. The same text under two kinds gives unrelated tokens."""

    NAME = "name"
    """Any words of a family or given name; found by the beginnings of words."""
    EMAIL = "email"
    PHONE = "phone"
    IDENTIFIER = "identifier"
    """A number together with the authority that gave it, both in one text."""
    IDENTIFIER_VALUE = "identifier-value"
    """A number alone, whoever gave it."""
    BIRTH_DATE = "birth-date"
    """ISO 8601, ``2030-05-14``."""
    TRIED = "tried"
    """By what tries to sign in are counted: which kind of thing it is, and the thing, both in one text."""


class BlindIndex:
    """Computes the tokens of one clinic."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        self._key = key

    def tokens_of(self, kind: Kind, value: str) -> frozenset[bytes]:
        """Give the tokens to store beside a value: one, and for a name one per beginning of each word."""
        if kind is not Kind.NAME:
            return frozenset({self.token(kind, value)})
        words = normalized(kind, value).split()
        return frozenset(
            self._mac(kind, word[:length]) for word in words for length in range(1, min(len(word), LONGEST_PREFIX) + 1)
        )

    def token(self, kind: Kind, value: str) -> bytes:
        """Give the token that a value, or the beginning of one word of a name, is found by.

        Raises ``ValueError`` on a name of several words (see ``sought``), and on a value with nothing to look for.
        """
        tokens = self.sought(kind, value)
        if len(tokens) > 1:
            raise ValueError("a name of several words has several tokens: use sought()")
        return next(iter(tokens))

    def sought(self, kind: Kind, value: str) -> frozenset[bytes]:
        """Give the tokens that must all stand beside a value for it to match what somebody typed.

        Raises ``ValueError`` on a value with nothing to look for: no tokens would match everybody.
        """
        plain = normalized(kind, value)
        if not plain:
            raise ValueError(f"there is nothing to look for in this {kind}")
        words = [word[:LONGEST_PREFIX] for word in plain.split()] if kind is Kind.NAME else [plain]
        return frozenset(self._mac(kind, word) for word in words)

    def _mac(self, kind: Kind, plain: str) -> bytes:
        return hmac.digest(self._key, b"%b\x00%b" % (kind.encode(), plain.encode()), hashlib.sha256)[:TOKEN_BYTES]


def normalized(kind: Kind, value: str) -> str:
    """Give the form that all writings of one value share. Raises ``ValueError`` on a birth date that is no date."""
    match kind:
        case Kind.NAME:
            return plain_words(value)
        case Kind.IDENTIFIER | Kind.IDENTIFIER_VALUE:
            return normal_form(value)
        case Kind.EMAIL | Kind.TRIED:
            return unicodedata.normalize("NFKC", value).casefold().strip()
        case Kind.PHONE:
            return _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", value))
        case Kind.BIRTH_DATE:
            return date.fromisoformat(value.strip()).isoformat()


class BlindIndexes:
    """Gives each clinic's index, asking the vault once per clinic."""

    def __init__(self, vault: KeyVault) -> None:
        self._vault = vault
        self._of: dict[ClinicId, BlindIndex] = {}

    async def of(self, clinic: ClinicId) -> BlindIndex:
        """Give the clinic's blind index."""
        if clinic not in self._of:
            self._of[clinic] = BlindIndex(await self._vault.mac_key(clinic, PURPOSE))
        return self._of[clinic]
