"""Forged and mutated access tokens, none accepted, with a control that accepts some."""

import hmac
import json
import random
import string
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidSignature

from application.identity.sessions.ports import TokenExpired, TokenInvalid
from infrastructure.crypto.access_tokens import JwtAccessTokens
from integration.crypto.forgeries import (
    AUDIENCE,
    FORGED,
    FORGER,
    GOOD,
    ISSUER,
    KEYS,
    MIA,
    NINE,
    TOKENS,
)
from integration.crypto.forging.forger import decoded


def test_the_token_that_is_forged_is_good() -> None:
    """The forgeries start from a token that is accepted, and from a signer that can sign an acceptable one."""
    assert TOKENS.verify(GOOD, NINE) == MIA
    assert TOKENS.verify(FORGER.ours(FORGER.header, FORGER.claims), NINE) == MIA


def test_there_are_enough_forgeries() -> None:
    """Some 500 tricks are known."""
    assert len(FORGED) >= 400


@pytest.mark.parametrize("trick", FORGED)
def test_a_forged_token_is_refused(trick: str) -> None:
    """No trick with algorithm, key, header, claims or form gets a token accepted."""
    with pytest.raises((TokenInvalid, TokenExpired)):
        TOKENS.verify(FORGED[trick], NINE)


def test_times_are_the_servers() -> None:
    """Tokens out of their time are refused, judged by the server's clock; an expired one is told to be."""
    now = int(NINE.timestamp())
    over = {"auth_time": now - 60, "iat": now - 60, "nbf": now - 60, "exp": now}
    with pytest.raises(TokenExpired):
        TOKENS.verify(FORGER.ours(FORGER.header, FORGER.claims | over), NINE)
    with pytest.raises(TokenInvalid):
        TOKENS.verify(FORGER.ours(FORGER.header, FORGER.claims | {"nbf": now + 60}), NINE)


def test_no_token_lives_long() -> None:
    """Not even our own key makes a token of more than a day, or one whose times are out of order."""
    now = int(NINE.timestamp())
    for times in (
        {"exp": now + 86_401},
        {"exp": now},
        {"exp": 0},
        {"nbf": now - 1},
        {"iat": now - 86_400},
        {"auth_time": now + 86_400},
    ):
        with pytest.raises(TokenInvalid) as refusal:
            TOKENS.verify(FORGER.ours(FORGER.header, FORGER.claims | times), NINE)
        assert type(refusal.value) is TokenInvalid
    for lifetime in (timedelta(0), timedelta(days=1, seconds=1)):
        with pytest.raises(ValueError, match="lifetime"):
            JwtAccessTokens(KEYS, issuer=ISSUER, audience=AUDIENCE, lifetime=lifetime)


def test_one_changed_character_is_refused() -> None:
    """Each character of a token, replaced by each of eight others, one at a time: 0 accepted."""
    chance = random.Random(17)  # noqa: S311 - a seed that repeats the very same mutations
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ "
    tried = 0
    for place, letter in enumerate(GOOD):
        for other in chance.sample(letters, 8):
            if other != letter:
                tried += 1
                with pytest.raises(TokenInvalid):
                    TOKENS.verify(GOOD[:place] + other + GOOD[place + 1 :], NINE)
    assert tried > 4000


def test_the_last_character_has_one_form() -> None:
    """The bits that the last character of a signature does not need are no way to write a second token."""
    for other in string.ascii_letters + string.digits + "-_":
        if other != GOOD[-1]:
            with pytest.raises(TokenInvalid):
                TOKENS.verify(GOOD[:-1] + other, NINE)


def test_one_character_more_or_less_is_refused() -> None:
    """A token with a character inserted or left out anywhere is refused."""
    for place in range(len(GOOD)):
        for text in (GOOD[:place] + GOOD[place + 1 :], GOOD[:place] + "A" + GOOD[place:]):
            with pytest.raises(TokenInvalid):
                TOKENS.verify(text, NINE)


def test_refusals_are_not_remembered() -> None:
    """Forged tokens take no memory, and push no good token out of it."""
    tokens = JwtAccessTokens(KEYS, issuer=ISSUER, audience=AUDIENCE, remembered=2)
    for text in FORGED.values():
        with pytest.raises((TokenInvalid, TokenExpired)):
            tokens.verify(text, NINE)
    for _ in range(5):
        tokens.verify(tokens.issue(MIA, NINE).token, NINE)
    assert tokens.verify(GOOD, NINE) == MIA


def naive(token: str) -> bool:
    """Verify as nobody should: by the algorithm that the token's header names."""
    try:
        head, payload, signature = map(decoded, token.split("."))
        algorithm = str(json.loads(head)["alg"]).lower()
        signed = token.rpartition(".")[0].encode()
        if algorithm.startswith("hs"):
            expected = hmac.digest(FORGER.public.public_bytes_raw(), signed, f"sha{algorithm[2:]}")
            proven = hmac.compare_digest(expected, signature)
        elif algorithm == "none":
            proven = True
        else:
            FORGER.public.verify(signature, signed)
            proven = True
        return proven and json.loads(payload)["role"] == "owner"
    except (ValueError, KeyError, TypeError, InvalidSignature, RecursionError):
        return False


def test_control_an_algorithm_taken_from_the_header_accepts_forgeries() -> None:
    """The control: a verifier that lets the header choose is taken in by several of these tricks."""
    accepted = {trick for trick, token in FORGED.items() if naive(token)}
    assert "alg 'none'" in accepted
    assert "HS256 by HMAC-256 with raw" in accepted
    assert "a better role twice, last" in accepted
