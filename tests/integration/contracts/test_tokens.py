"""Opaque tokens: what every adapter promises of what it makes for a record, and reads from whoever brings it."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from application.identity.sessions.tokens import OpaqueTokenInvalid, RefreshTokens, Tokens
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.opaque_tokens import OpaqueTokens
from infrastructure.crypto.refresh_tokens import ProvenRefreshTokens
from infrastructure.memory.key_vault import InMemoryKeyVault

PORTS = (Tokens, RefreshTokens)

TOKENS: list[Callable[[], Tokens]] = [lambda: OpaqueTokens("pk"), lambda: OpaqueTokens("pk", b"\x01" * 32)]
"""Every adapter of ``Tokens``; a new one is added here."""

REFRESH_TOKENS: list[Callable[[], RefreshTokens]] = [lambda: ProvenRefreshTokens(InMemoryKeyVault())]
"""Every adapter of ``RefreshTokens``."""

NONSENSE = ("", "pk", "pk_", "pk_abc_def", "\u00e9" * 70, "x" * 5_000)


@pytest.fixture(params=TOKENS)
def tokens(request: pytest.FixtureRequest) -> Tokens:
    """Give each adapter in turn."""
    made: Tokens = request.param()
    return made


@pytest.fixture(params=REFRESH_TOKENS)
def refresh_tokens(request: pytest.FixtureRequest) -> RefreshTokens:
    """Give each adapter in turn."""
    made: RefreshTokens = request.param()
    return made


def test_a_token_leads_back_to_its_record(tokens: Tokens) -> None:
    """Whoever brings it names the record, and fits the digest that was stored, and no other."""
    record = uuid4()
    one, other = tokens.mint(record), tokens.mint(record)
    presented = tokens.read(one.text)
    assert presented.id == record
    assert presented.matches(one.digest)
    assert not presented.matches(other.digest)


@pytest.mark.parametrize("text", NONSENSE)
def test_what_is_no_token_is_refused(tokens: Tokens, text: str) -> None:
    """A text of another form is none, and it is not said why."""
    with pytest.raises(OpaqueTokenInvalid):
        tokens.read(text)


def test_a_token_is_not_printed(tokens: Tokens) -> None:
    """What is made shows itself to nobody but its bearer."""
    minted = tokens.mint(uuid4())
    assert minted.text not in repr(minted)
    assert minted.text not in repr(tokens.read(minted.text))


async def test_a_refresh_token_leads_back_to_its_session(refresh_tokens: RefreshTokens) -> None:
    """Whoever brings it names the session, and fits the digest that was stored, and no other."""
    session, clinic = uuid4(), ClinicId(uuid4())
    one, other = await refresh_tokens.mint(session, clinic), await refresh_tokens.mint(session, clinic)
    presented = await refresh_tokens.read(one.text, clinic)
    assert presented.id == session
    assert presented.matches(one.digest)
    assert not presented.matches(other.digest)


async def test_a_refresh_token_is_its_clinics(refresh_tokens: RefreshTokens) -> None:
    """At another clinic it is none, nor is what nobody made."""
    clinic, elsewhere = ClinicId(uuid4()), ClinicId(uuid4())
    text = (await refresh_tokens.mint(uuid4(), clinic)).text
    for strange, where in ((text, elsewhere), (text[:-1], clinic), *((nonsense, clinic) for nonsense in NONSENSE)):
        with pytest.raises(OpaqueTokenInvalid):
            await refresh_tokens.read(strange, where)
