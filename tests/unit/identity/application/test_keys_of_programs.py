"""Programs act with keys."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.identity.api_keys.issue_api_key import IssueApiKey, ScopeNotForOutsiders, UnknownScope
from application.identity.api_keys.revoke_api_key import RevokeApiKey
from application.identity.api_keys.rotate_api_key import RotateApiKey
from application.identity.queries import GetApiKey, ListApiKeys
from application.identity.sessions.authentication import ApiKeyRefused
from application.identity.sessions.ports import TokenInvalid
from application.shared.actor import Actor
from application.shared.refusals import KeyNotTaken, NotFound
from domain.identity.api_key import ApiKeyId, ApiKeyIsRevoked
from domain.identity.key_holder import KeyHolder, Outsider, TheClinic
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from unit.application_harness import TUESDAY_NINE
from unit.identity.application.house import HILLTOP, House, Opened

IN_A_MONTH = TUESDAY_NINE + timedelta(days=30)
SCOPE = "patients.get-patient"


HARBOR = Outsider(name="Harbor Reference Laboratory", purpose="Matching results to who they are of")


def issuing(*scopes: str, holder: KeyHolder = TheClinic()) -> IssueApiKey:  # noqa: B008 - frozen
    """Give the command that issues a key."""
    return IssueApiKey(name="Lab results", holder=holder, scopes=scopes, expires_at=IN_A_MONTH)


async def issued(house: House, clinic: Opened) -> tuple[ApiKeyId, Any]:
    """Issue a key."""
    receipt = await house.do(issuing(SCOPE), clinic.owner)
    return ApiKeyId(UUID(receipt["id"])), receipt


async def test_whose_key_it_is() -> None:
    """A key acts in its clinic, as a program, within its scopes."""
    house = House()
    clinic = await house.opened()
    key, receipt = await issued(house, clinic)
    actor = await house.authentication.looked_up(receipt["secret"])
    assert actor == Actor(clinic=clinic.id, id=AccountId(key), role=Role.INTEGRATION, scopes=frozenset({SCOPE}))


async def test_whose_ears_it_is_for() -> None:
    """What a key of an outsider's reads leaves the clinic; the key tells who they are and what they need it for."""
    house = House()
    clinic = await house.opened()
    receipt = await house.do(issuing(SCOPE, holder=HARBOR), clinic.owner)
    assert (await house.authentication.looked_up(receipt["secret"])).is_outside
    assert (await house.ask(GetApiKey(api_key=ApiKeyId(UUID(receipt["id"]))), clinic.owner)).holder == HARBOR


async def test_scopes_that_no_outsider_has() -> None:
    """No outsider's key writes consents down or follows the feed of everybody; what tells of no patient may be had."""
    house = House()
    clinic = await house.opened()
    wanted = ("patients.give-consent", "integrations.read-feed")
    asking = issuing(SCOPE, "identity.get-clinic", *wanted, holder=HARBOR)
    assert await house.refuses(asking, clinic.owner, ScopeNotForOutsiders) == {"scopes": list(wanted)}
    await house.do(issuing(SCOPE, *wanted), clinic.owner)


async def test_scopes_that_no_key_has() -> None:
    """No key opens clinics, and none does what does not exist."""
    house = House()
    clinic = await house.opened()
    details = await house.refuses(issuing(SCOPE, "identity.open-clinic", "no.thing"), clinic.owner, UnknownScope)
    assert details == {"scopes": ["identity.open-clinic", "no.thing"]}


async def test_a_secret_is_not_kept_for_retries() -> None:
    """What answers with a secret takes no idempotency key."""
    house = House()
    clinic = await house.opened()
    await house.refuses(issuing(SCOPE), clinic.owner, KeyNotTaken, idempotency_key="once")


async def test_rotating() -> None:
    """The new secret counts, the old one no more."""
    house = House()
    clinic = await house.opened()
    key, old = await issued(house, clinic)
    new = await house.do(RotateApiKey(api_key=key, expires_at=IN_A_MONTH), clinic.owner)
    assert (await house.authentication.looked_up(new["secret"])).id == key
    with pytest.raises(ApiKeyRefused):
        await house.authentication.looked_up(old["secret"])


async def test_revoking() -> None:
    """A revoked key opens nothing, and stays revoked."""
    house = House()
    clinic = await house.opened()
    key, receipt = await issued(house, clinic)
    await house.do(RevokeApiKey(api_key=key), clinic.owner)
    with pytest.raises(ApiKeyRefused):
        await house.authentication.looked_up(receipt["secret"])
    await house.refuses(RevokeApiKey(api_key=key), clinic.owner, ApiKeyIsRevoked)


async def test_its_end() -> None:
    """At its end a key opens nothing."""
    house = House()
    _, receipt = await issued(house, await house.opened())
    house.memory.clock.at = IN_A_MONTH
    with pytest.raises(ApiKeyRefused):
        await house.authentication.looked_up(receipt["secret"])


async def test_what_is_no_key() -> None:
    """A text that is neither token nor key is refused as a token."""
    with pytest.raises(TokenInvalid):
        House().authentication.proven("nonsense")


async def test_looking_at_keys() -> None:
    """Keys are shown without their secrets, each clinic's own."""
    house = House()
    clinic = await house.opened()
    other = await house.opened(HILLTOP, "hilltop")
    key, receipt = await issued(house, clinic)
    (shown,) = (await house.ask(ListApiKeys(), clinic.owner)).items
    assert shown == await house.ask(GetApiKey(api_key=key), clinic.owner)
    assert (shown.prefix, shown.scopes) == (receipt["prefix"], (SCOPE,))
    for strange in (key, ApiKeyId(uuid4())):
        await house.refuses(GetApiKey(api_key=strange), other.owner, NotFound)
