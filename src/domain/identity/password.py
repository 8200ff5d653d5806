"""What a password must be. The password itself never leaves the command that brings it.

NIST SP 800-63B-4, 3.1.1.2: length decides, no mixture of signs is asked for and nothing expires; what is guessed first
is refused.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from domain.shared.errors import DomainError
from domain.shared.values import Public, ValueObject

PRODUCT: Final = "Polyclinic"

_AROUND: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
"""Digits and signs at either end: what people put round a word that they were told not to use."""

_UP: Final = {1, ord("0") - ord("9")}
_DOWN: Final = {-1, ord("9") - ord("0")}


class PasswordTooShort(DomainError):
    """A password has at least twelve characters."""

    code = "identity.password-too-short"
    mend = "Use a longer one; a few words in a row are easy to remember."


class PasswordTooLong(DomainError):
    """A password has at most 128 characters."""

    code = "identity.password-too-long"
    mend = "Use a shorter one; beyond this, length adds no safety."


class PasswordTooCommon(DomainError):
    """A password is none of those that many people use, with digits or signs round it or without."""

    code = "identity.password-too-common"
    mend = "Use another one; a few words in a row that nobody else would put together are safe."


class PasswordIsARun(DomainError):
    """A password is not the same characters over and over, nor the alphabet or the digits in their order."""

    code = "identity.password-is-a-run"
    mend = "Use another one; a few words in a row are easy to remember."


class PasswordIsAName(DomainError):
    """A password is not the name of the clinic, of Polyclinic or of its own account, whatever is put round it."""

    code = "identity.password-is-a-name"
    mend = "Use another one, which nobody guesses who knows the clinic or the e-mail address."


class PasswordPolicy(ValueObject, frozen=True, kw_only=True):
    """What is refused as a password. Length is counted in Unicode code points."""

    common: Public[frozenset[str]]
    """Those that many people use, each in its ``plain`` form."""
    shortest: int = 12
    longest: int = 128
    """Keeps the cost of hashing bounded."""

    def check(self, password: str) -> None:
        """Refuse what anybody would guess, whoever it is for.

        Raises ``PasswordTooShort``, ``PasswordTooLong``, ``PasswordIsARun``, ``PasswordTooCommon``.
        """
        if len(password) < self.shortest:
            raise PasswordTooShort(shortest=self.shortest)
        if len(password) > self.longest:
            raise PasswordTooLong(longest=self.longest)
        written = plain(password)
        if _repeats(written) or _counts(written):
            raise PasswordIsARun
        word = _AROUND.sub("", written)
        if written in self.common or (word in self.common and 2 * len(word) >= len(written)):
            raise PasswordTooCommon

    def check_apart(self, password: str, names: Iterable[str]) -> None:
        """Refuse a password that is one of the names of whom and what it opens. Raises ``PasswordIsAName``."""
        written = plain(password)
        for name in (PRODUCT, *names):
            if written == plain(name) or (_letters(name) and _letters(password) == _letters(name)):
                raise PasswordIsAName


def plain(password: str) -> str:
    """Give the form in which passwords are compared: Unicode's compatibility form, in small letters."""
    return unicodedata.normalize("NFKC", password).casefold()


def _letters(text: str) -> list[str]:
    return [letter for letter in plain(text) if letter.isalpha()]


def _repeats(text: str) -> bool:
    """Tell whether a text is one part of itself, over and over: it is found in its double before its end."""
    return (text + text).find(text, 1) < len(text)


def _counts(text: str) -> bool:
    """Tell whether each character follows the one before, up or down; after 9 comes 0."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps <= _UP or steps <= _DOWN
