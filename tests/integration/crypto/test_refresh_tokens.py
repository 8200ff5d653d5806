"""A refresh token proves that it was made here, for its session and its clinic."""

from uuid import UUID

import pytest

from application.identity.sessions.tokens import OpaqueTokenInvalid
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.opaque_tokens import OpaqueTokens
from infrastructure.crypto.refresh_tokens import PREFIX, ProvenRefreshTokens
from infrastructure.memory.key_vault import InMemoryKeyVault

SESSION = UUID(int=9)
LAKESIDE, HILLTOP = ClinicId(UUID(int=5)), ClinicId(UUID(int=6))


@pytest.fixture
def tokens() -> ProvenRefreshTokens:
    """Give refresh tokens under keys of their own."""
    return ProvenRefreshTokens(InMemoryKeyVault())


async def test_a_token_leads_back_to_its_session(tokens: ProvenRefreshTokens) -> None:
    """What was made for a session names it, and fits the digest that was stored."""
    minted = await tokens.mint(SESSION, LAKESIDE)
    presented = await tokens.read(minted.text, LAKESIDE)
    assert presented.id == SESSION
    assert presented.matches(minted.digest)


async def test_a_token_of_one_clinic_is_nothing_in_another(tokens: ProvenRefreshTokens) -> None:
    """The proof is the clinic's own."""
    with pytest.raises(OpaqueTokenInvalid):
        await tokens.read((await tokens.mint(SESSION, LAKESIDE)).text, HILLTOP)


async def test_nobody_invents_a_token_for_a_session(tokens: ProvenRefreshTokens) -> None:
    """A well-formed token without the right proof is none: it cannot end anybody's session."""
    invented = OpaqueTokens(PREFIX).mint(SESSION).text
    for text in (invented, f"{invented}_", f"{invented}_{'0' * 32}", f"{invented}_\u00e9", ""):
        with pytest.raises(OpaqueTokenInvalid):
            await tokens.read(text, LAKESIDE)


async def test_a_proof_is_good_for_its_own_token_alone(tokens: ProvenRefreshTokens) -> None:
    """Two halves of two tokens make no third."""
    one, other = await tokens.mint(SESSION, LAKESIDE), await tokens.mint(SESSION, LAKESIDE)
    mixed = f"{one.text.rpartition('_')[0]}_{other.text.rpartition('_')[2]}"
    with pytest.raises(OpaqueTokenInvalid):
        await tokens.read(mixed, LAKESIDE)


async def test_changing_any_letter_breaks_it(tokens: ProvenRefreshTokens) -> None:
    """No letter of a token is without meaning."""
    text = (await tokens.mint(SESSION, LAKESIDE)).text
    for place, letter in enumerate(text):
        with pytest.raises(OpaqueTokenInvalid):
            await tokens.read(text[:place] + ("a" if letter != "a" else "b") + text[place + 1 :], LAKESIDE)
