"""The token that stands for the last fact of a command."""

from __future__ import annotations

import contextlib
from string import ascii_letters
from uuid import UUID

import pytest

from application.shared.consistency import issue, read
from application.shared.refusals import Malformed

STREAM = UUID("5f0c1b5e-6f0a-4c53-9d55-6a2f0d5f3c11")
TOKEN = issue(STREAM, 1)


@pytest.mark.parametrize("version", [1, 255, 256, 2**31, 2**32 - 1])
def test_a_token_names_a_fact(version: int) -> None:
    """A token is read back as the fact that it was issued for."""
    assert read(issue(STREAM, version)) == (STREAM, version)


def test_a_token_goes_into_a_header_as_it_is() -> None:
    """A token needs no quoting."""
    assert set(issue(STREAM, 2**32 - 1)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize("text", ["", "x", "=" * 27, "ä" * 27, TOKEN[:-1], TOKEN + "A", TOKEN + "=", "A" * 4000])
def test_what_was_not_issued_is_refused(text: str) -> None:
    """Anything else is malformed, and the header is named."""
    with pytest.raises(Malformed) as refusal:
        read(text)
    assert refusal.value.details["errors"][0]["header"] == "Consistency-Token"


def test_one_fact_has_one_token() -> None:
    """A token with other bits where none belong is not taken for the same."""
    taken = []
    for letter in ascii_letters.replace(TOKEN[-1], ""):
        with contextlib.suppress(Malformed):
            taken.append(read(TOKEN[:-1] + letter))
    assert (STREAM, 1) not in taken
