"""Values that stand nowhere but where they were put, so that a hit anywhere else tells that they got away."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from string import ascii_lowercase
from typing import Final

SEEN: Final = re.compile(
    rb"(?i)qzv[a-z]{12}"  # words
    rb"|1212736\d{4}"  # telephone numbers
    rb"|19[01]\d-[01]\d-[0-3]\d"  # days of birth
    rb"|eyJ[\w-]{20,}\.[\w-]+\.[\w-]+|pc[a-z]{1,6}_[\w-]{20,}"  # secrets that the product gives out
)
"""Whatever has the form of a canary or of a secret; what was given is among it."""


class Canaries:
    """Gives canaries, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)  # noqa: S311 - a proof that can be repeated
        self.given: set[str] = set()
        self._noting: list[set[str]] = []

    @contextmanager
    def noted(self) -> Iterator[set[str]]:
        """Collect what is given meanwhile, be it what somebody else was given before."""
        said: set[str] = set()
        self._noting.append(said)
        try:
            yield said
        finally:
            self._noting.pop()

    def word(self) -> str:
        """Give something that can be a name, a mailbox, a number on a card or a reason."""
        return self._given("qzv" + "".join(self._chance.choices(ascii_lowercase, k=12)))

    def phone(self) -> str:
        """Give a telephone number of New York, of which the plus is no part that must not be seen."""
        return "+" + self._given(f"1212736{self._chance.randrange(10_000):04}")

    def birth_date(self) -> str:
        """Give a day on which few were born who are still alive."""
        year, month, day = (self._chance.randrange(most) for most in (14, 12, 28))
        return self._given(f"{1905 + year}-{month + 1:02}-{day + 1:02}")

    def _given(self, made: str) -> str:
        for heard in (self.given, *self._noting):
            heard.add(made)
        return made
