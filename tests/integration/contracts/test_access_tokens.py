"""Every issuer of access tokens keeps the same promises: the cases run over each adapter of ``AccessTokens``."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID

import msgspec
import pytest

from application.identity.sessions.ports import AccessClaims, AccessTokens, TokenExpired, TokenInvalid
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from domain.shared.roles import Role
from infrastructure.crypto.access_tokens import JwtAccessTokens
from infrastructure.crypto.signing_keys import SigningKeys
from infrastructure.memory.access_tokens import InMemoryAccessTokens

PORTS = (AccessTokens,)

NINE = datetime(2030, 5, 14, 9, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)
NOOR = AccessClaims(
    account=AccountId(UUID(int=1)),
    session=UUID(int=2),
    role=Role.CLINICIAN,
    clinic=ClinicId(UUID(int=3)),
    provider=ProviderId(UUID(int=4)),
    proven_at=NINE,
)
MIA = AccessClaims(
    account=AccountId(UUID(int=5)),
    session=UUID(int=6),
    role=Role.PATIENT,
    clinic=ClinicId(UUID(int=3)),
    patient=PatientId(UUID(int=7)),
    proven_at=NINE,
)
PROVEN_BEFORE = msgspec.structs.replace(NOOR, proven_at=NINE - timedelta(hours=3))
WITH_A_CODE = msgspec.structs.replace(NOOR, with_code=True)
NARROW = msgspec.structs.replace(NOOR, only_enrols=True)
OPERATOR = AccessClaims(account=AccountId(UUID(int=8)), session=UUID(int=9), role=Role.OPERATOR, proven_at=NINE)

ISSUERS: dict[str, Callable[[], AccessTokens]] = {
    "jwt": lambda: JwtAccessTokens(
        SigningKeys.generate(), issuer="https://clinic.example", audience="polyclinic", lifetime=TEN_MINUTES
    ),
    "memory": lambda: InMemoryAccessTokens(lifetime=TEN_MINUTES),
}


@pytest.fixture(params=ISSUERS)
def tokens(request: pytest.FixtureRequest) -> AccessTokens:
    """Give each adapter in turn."""
    return ISSUERS[cast("str", request.param)]()


@pytest.mark.parametrize("claims", [NOOR, MIA, OPERATOR, NARROW, PROVEN_BEFORE, WITH_A_CODE])
def test_a_token_says_what_was_claimed(tokens: AccessTokens, claims: AccessClaims) -> None:
    """A token says of its bearer what was true when it was issued, the first time and every time."""
    issued = tokens.issue(claims, NINE)
    assert tokens.verify(issued.token, NINE) == claims
    assert tokens.verify(issued.token, NINE) == claims


def test_no_two_tokens_are_the_same(tokens: AccessTokens) -> None:
    """Two tokens for one person at one moment can be told apart."""
    assert tokens.issue(NOOR, NINE).token != tokens.issue(NOOR, NINE).token


def test_a_token_is_good_until_it_expires(tokens: AccessTokens) -> None:
    """The last moment of a token's life is just before the moment it names."""
    issued = tokens.issue(NOOR, NINE)
    assert issued.expires_at == NINE + TEN_MINUTES
    assert tokens.verify(issued.token, issued.expires_at - timedelta(milliseconds=1)) == NOOR


@pytest.mark.parametrize("seen_before", [False, True])
def test_an_expired_token_is_refused(tokens: AccessTokens, *, seen_before: bool) -> None:
    """From the moment it names a token is over, also for a server that verified it a moment ago."""
    issued = tokens.issue(NOOR, NINE)
    if seen_before:
        tokens.verify(issued.token, NINE)
    for _ in range(2):
        with pytest.raises(TokenExpired):
            tokens.verify(issued.token, issued.expires_at)


@pytest.mark.parametrize("seen_before", [False, True])
def test_a_token_is_not_good_before_its_time(tokens: AccessTokens, *, seen_before: bool) -> None:
    """A token from the future is refused."""
    issued = tokens.issue(NOOR, NINE)
    if seen_before:
        tokens.verify(issued.token, NINE)
    with pytest.raises(TokenInvalid):
        tokens.verify(issued.token, NINE - timedelta(minutes=1))


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "Bearer x", "\x00", "\ud800", "\u00e9", "x" * 100_000])
def test_what_is_no_token_is_refused(tokens: AccessTokens, token: str) -> None:
    """Anything that was not issued is refused, whatever it looks like."""
    with pytest.raises(TokenInvalid):
        tokens.verify(token, NINE)


def test_another_servers_token_is_refused(tokens: AccessTokens, request: pytest.FixtureRequest) -> None:
    """A token of another installation is none here."""
    other = ISSUERS[request.node.callspec.params["tokens"]]()
    with pytest.raises(TokenInvalid):
        tokens.verify(other.issue(NOOR, NINE).token, NINE)


def test_a_refusal_does_not_say_why(tokens: AccessTokens) -> None:
    """Who guesses at tokens learns nothing from the refusals."""
    with pytest.raises(TokenInvalid) as refusal:
        tokens.verify("a.b.c", NINE)
    assert refusal.value.details == {}
    assert refusal.value.__cause__ is None


def test_a_token_is_not_printed(tokens: AccessTokens) -> None:
    """A token that strays into a log line is not readable there."""
    issued = tokens.issue(NOOR, NINE)
    assert issued.token not in repr(issued)


def test_the_key_set_is_public(tokens: AccessTokens) -> None:
    """The key set can be published: it holds no private member (RFC 7518, 6: ``d``)."""
    keys = tokens.jwks()["keys"]
    assert not any("d" in key for key in keys)
    assert msgspec.json.encode(tokens.jwks())
