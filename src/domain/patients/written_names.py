"""What all writings of one name share."""

import re
import unicodedata
from typing import Final

_UNDECOMPOSED: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that a keyboard without them writes plainly, and that Unicode does not decompose."""
_APOSTROPHES: Final = re.compile("['`\u00b4\u2018\u2019\u02bc]")
_OF_WORDS: Final = frozenset("LNM")
"""Unicode's letters, numbers and marks, by the first letter of their category."""


def plain_words(name: str) -> str:
    """Lower case, without accents; hyphens part words (Anne-Marie is also a Marie), apostrophes do not (O'Brien)."""
    plain = _APOSTROPHES.sub("", name)  # first, because some of them decompose into a space
    for _ in range(2):  # Unicode's compatibility caseless matching (D146) takes two rounds
        plain = unicodedata.normalize("NFKD", plain.casefold())
    plain = _APOSTROPHES.sub("", plain).translate(_UNDECOMPOSED)
    return " ".join("".join(_in_word(letter) for letter in plain).split())


def _in_word(letter: str) -> str:
    """Keep letters, digits and spacing vowel signs; drop accents; let anything else part words."""
    category = unicodedata.category(letter)
    if category == "Mn":
        return ""
    return letter if category[0] in _OF_WORDS else " "
