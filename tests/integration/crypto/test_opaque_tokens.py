"""Opaque tokens: refresh tokens, service keys, invitations."""

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from infrastructure.crypto.opaque_tokens import OpaqueTokenInvalid, OpaqueTokens

REFRESH = OpaqueTokens("pcr")
SESSION = UUID("8f1ba3b2-6b8e-5d2c-9d0e-51c1bb0f6b3a")


@given(some.uuids())
def test_a_token_leads_back_to_its_record(record: UUID) -> None:
    """Whoever brings a token is led to the record it was made for, and the digest proves it."""
    minted = REFRESH.mint(record)
    presented = REFRESH.read(minted.text)
    assert presented.id == record
    assert presented.matches(minted.digest)


def test_a_token_is_readable_as_what_it_is() -> None:
    """Prefix, id, secret: letters and digits alone, so that a double click takes it whole."""
    assert re.fullmatch("pcr_[0-9A-Za-z]{22}_[0-9A-Za-z]{43}", REFRESH.mint(SESSION).text)


def test_no_two_tokens_are_the_same() -> None:
    """Each token of one record has a secret of its own."""
    assert len({REFRESH.mint(SESSION).text for _ in range(1000)}) == 1000


def test_the_digest_does_not_show_the_token() -> None:
    """What is stored is 32 bytes that hold no piece of the secret."""
    minted = REFRESH.mint(SESSION)
    assert len(minted.digest) == 32
    assert minted.text.encode() not in minted.digest


def test_another_token_of_the_record_does_not_match() -> None:
    """A spent token is told from the one that replaced it."""
    spent, current = REFRESH.mint(SESSION), REFRESH.mint(SESSION)
    assert not REFRESH.read(spent.text).matches(current.digest)


def test_a_secret_is_good_for_its_own_record_alone() -> None:
    """One record's secret under another record's id matches neither."""
    mine, other = REFRESH.mint(SESSION), REFRESH.mint(UUID(int=1))
    mixed = REFRESH.read("_".join([*other.text.split("_")[:2], mine.text.split("_")[2]]))
    assert not mixed.matches(mine.digest)
    assert not mixed.matches(other.digest)


def test_another_kinds_token_is_refused() -> None:
    """An invitation is not a refresh token."""
    with pytest.raises(OpaqueTokenInvalid):
        REFRESH.read(OpaqueTokens("pci").mint(SESSION).text)


@given(some.data())
def test_one_changed_character_matches_nothing(data: some.DataObject) -> None:
    """A token with any character replaced is refused or matches nothing."""
    minted = REFRESH.mint(SESSION)
    place = data.draw(some.integers(0, len(minted.text) - 1))
    other = data.draw(some.characters().filter(lambda letter: letter != minted.text[place]))
    try:
        presented = REFRESH.read(minted.text[:place] + other + minted.text[place + 1 :])
    except OpaqueTokenInvalid:
        return
    assert not presented.matches(minted.digest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pcr",
        "pcr__",
        f"pcr_{'z' * 22}_{'0' * 43}",
        f"pcr_{'0' * 22}_{'0' * 42}",
        f"pcr_{'0' * 22}_{'0' * 43}\n",
        f"pcr_{'0' * 22}_{'0' * 44}",
        "pcr_" + "\u0660" * 22 + "_" + "0" * 43,
        f"PCR_{'0' * 22}_{'0' * 43}",
    ],
)
def test_what_is_no_token_is_refused(text: str) -> None:
    """Anything else is refused before a record is looked for."""
    with pytest.raises(OpaqueTokenInvalid):
        REFRESH.read(text)


def test_a_keyed_digest_needs_the_key() -> None:
    """With a key of the vault, stored digests are worthless to who only has the database."""
    keyed, other = OpaqueTokens("pcr", b"k" * 32), OpaqueTokens("pcr", b"l" * 32)
    minted = keyed.mint(SESSION)
    assert keyed.read(minted.text).matches(minted.digest)
    assert not other.read(minted.text).matches(minted.digest)
    assert not REFRESH.read(minted.text).matches(minted.digest)


@pytest.mark.parametrize("prefix", ["", "p", "P1", "1p", "p_r", "p.*", "p" * 17])
def test_a_prefix_is_short_and_plain(prefix: str) -> None:
    """A prefix that could be mistaken for another part is the programmer's mistake."""
    with pytest.raises(ValueError, match="prefix"):
        OpaqueTokens(prefix)


def test_a_token_is_not_printed() -> None:
    """A token that strays into a log line shows nothing."""
    assert repr(REFRESH.mint(SESSION)) == "MintedToken(...)"
