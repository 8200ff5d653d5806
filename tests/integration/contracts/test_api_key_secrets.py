"""By what a service key is known: what every storage promises of secrets, found in whichever clinic they are."""

from datetime import timedelta
from typing import cast
from uuid import uuid4

import pytest

from application.identity.api_keys.ports import ApiKeys, ApiKeySecrets, StoredApiKey
from application.shared.transactions import LostRace
from domain.identity.api_key import ApiKey, ApiKeyId, KeyPrefix
from domain.identity.key_holder import Outsider
from integration.contracts.registry import attempt, execution
from integration.people import Clinic
from integration.stack import Stack

PORTS = (ApiKeySecrets,)

HARBOR = Outsider(name="Harbor Reference Laboratory", purpose="Matching results to who they are of")
SCOPES = ("patients.get-patient", "patients.search-patients")
DIGEST, OTHER_DIGEST = b"\x01" * 32, b"\x02" * 32


def secrets_of(stack: Stack) -> ApiKeySecrets:
    """Give the storage's secrets."""
    return cast("ApiKeySecrets", stack.container.identity.ports.key_secrets())


def a_prefix() -> KeyPrefix:
    """Give the part of a key that may be shown."""
    return f"pk_{uuid4().hex[:12]}"


async def issued(stack: Stack, clinic: Clinic, prefix: KeyPrefix, *, commit: bool = True) -> StoredApiKey:
    """Issue a key, perhaps only as a rehearsal, and give what it should be checked against."""
    async with attempt(stack, issuing := execution(stack, clinic.owner)) as transaction:
        id_, end = ApiKeyId(uuid4()), issuing.now + timedelta(days=30)
        key = ApiKey.issue(id_, "Lab", HARBOR, SCOPES, prefix, expires_at=end, now=issuing.now)
        await cast("ApiKeys", stack.container.identity.ports.keys()).add(key, issuing)
        await secrets_of(stack).keep(id_, prefix, DIGEST, issuing)
        await (transaction.commit() if commit else transaction.rehearse())
    return StoredApiKey(clinic=clinic.id, id=id_, holder=HARBOR, scopes=SCOPES, expires_at=end, digest=DIGEST)


async def replace(stack: Stack, clinic: Clinic, key: StoredApiKey, prefix: KeyPrefix) -> None:
    """Let another secret count."""
    async with attempt(stack, rotating := execution(stack, clinic.owner)) as transaction:
        await secrets_of(stack).keep(key.id, prefix, OTHER_DIGEST, rotating)
        await transaction.commit()


async def test_a_key_leads_to_its_clinic(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Whoever brings a key need not say whose it is: each is found by its own first part."""
    ours, theirs = a_prefix(), a_prefix()
    for where, prefix in ((clinic, ours), (other_clinic, theirs)):
        key = await issued(stack, where, prefix)
        assert await secrets_of(stack).find(prefix) == key
    assert await secrets_of(stack).find(a_prefix()) is None


async def test_one_secret_a_key(stack: Stack, clinic: Clinic) -> None:
    """Once another secret counts, the one before leads nowhere."""
    old, new = a_prefix(), a_prefix()
    key = await issued(stack, clinic, old)
    await replace(stack, clinic, key, new)
    found = await secrets_of(stack).find(new)
    assert found is not None
    assert (found.id, found.digest, await secrets_of(stack).find(old)) == (key.id, OTHER_DIGEST, None)


async def test_what_is_forgotten_leads_nowhere(stack: Stack, clinic: Clinic) -> None:
    """A revoked key is known by nothing."""
    prefix = a_prefix()
    key = await issued(stack, clinic, prefix)
    async with attempt(stack, revoking := execution(stack, clinic.owner)) as transaction:
        await secrets_of(stack).forget(key.id, revoking)
        await transaction.commit()
    assert await secrets_of(stack).find(prefix) is None


async def test_a_first_part_is_one_keys(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Of two keys that would begin alike, in whichever clinics, the later loses."""
    prefix = a_prefix()
    key = await issued(stack, clinic, prefix)
    with pytest.raises(LostRace):
        await issued(stack, other_clinic, prefix)
    assert await secrets_of(stack).find(prefix) == key


async def test_what_is_not_committed_is_not_kept(stack: Stack, clinic: Clinic) -> None:
    """A rehearsed key opens nothing."""
    prefix = a_prefix()
    await issued(stack, clinic, prefix, commit=False)
    assert await secrets_of(stack).find(prefix) is None
