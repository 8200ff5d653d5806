"""With what people sign in: what every storage promises of a clinic's credentials."""

from uuid import uuid4

import msgspec
import pytest

from application.identity.accounts.ports import AccountCredentials, Credential, Credentials
from application.shared.refusals import NotFound
from application.shared.transactions import LostRace
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from integration.contracts.joining import credentials_of, disabled, invited
from integration.contracts.registry import attempt, execution
from integration.people import Clinic
from integration.stack import Stack

PORTS = (Credentials, AccountCredentials)

MIA = EmailAddress(address="mia@example.org")
MIA_IN_CAPITALS = EmailAddress(address="MIA@Example.org")


async def kept(stack: Stack, clinic: Clinic, account: AccountId) -> Credential:
    """Read an account's credential as it is kept."""
    return await credentials_of(stack).of_account(account, execution(stack, clinic.owner))


async def change(stack: Stack, clinic: Clinic, seen: Credential, password_hash: str) -> None:
    """Keep another hash, from what was seen."""
    async with attempt(stack, changing := execution(stack, clinic.owner)) as transaction:
        await credentials_of(stack).keep(msgspec.structs.replace(seen, password_hash=password_hash), changing)
        await transaction.commit()


async def test_it_is_found_by_account_and_by_address(stack: Stack, clinic: Clinic) -> None:
    """However the address is written, it leads to the same credential; reads need no transaction."""
    account = await invited(stack, clinic, MIA)
    asking = execution(stack, clinic.owner)
    assert await credentials_of(stack).of_email(MIA_IN_CAPITALS, asking) == await kept(stack, clinic, account)
    async with attempt(stack, asking):
        assert await credentials_of(stack).of_email(MIA, asking) == await kept(stack, clinic, account)


async def test_nobody_is_found_elsewhere(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """An address and an account are known in their own clinic alone."""
    account = await invited(stack, clinic, MIA)
    elsewhere = execution(stack, other_clinic.owner)
    assert await credentials_of(stack).of_email(MIA, elsewhere) is None
    for strange in (account, AccountId(uuid4())):
        with pytest.raises(NotFound):
            await credentials_of(stack).of_account(strange, elsewhere)


async def test_each_change_is_one_version_on(stack: Stack, clinic: Clinic) -> None:
    """What was kept counts from then on, and is told from what was before."""
    account = await invited(stack, clinic, MIA)
    before = await kept(stack, clinic, account)
    await change(stack, clinic, before, "first")
    after = await kept(stack, clinic, account)
    assert (after.version, after.password_hash) == (before.version + 1, "first")


async def test_of_two_who_saw_the_same_one_loses(stack: Stack, clinic: Clinic) -> None:
    """A sign-in and a change of password at the same moment do not happen unseen by each other."""
    account = await invited(stack, clinic, MIA)
    seen = await kept(stack, clinic, account)
    await change(stack, clinic, seen, "first")
    with pytest.raises(LostRace):
        await change(stack, clinic, seen, "second")
    assert (await kept(stack, clinic, account)).password_hash == "first"


async def test_what_is_not_committed_is_not_kept(stack: Stack, clinic: Clinic) -> None:
    """A command that fails, or only rehearses, changes no password and lists no address."""
    account = await invited(stack, clinic, MIA)
    seen = await kept(stack, clinic, account)
    async with attempt(stack, changing := execution(stack, clinic.owner)) as transaction:
        await credentials_of(stack).keep(msgspec.structs.replace(seen, password_hash="never"), changing)
        await transaction.rehearse()
    assert await kept(stack, clinic, account) == seen
    nobody = EmailAddress(address="nobody@example.org")
    await invited(stack, clinic, nobody, commit=False)
    assert await credentials_of(stack).of_email(nobody, execution(stack, clinic.owner)) is None


async def test_one_account_an_address(stack: Stack, clinic: Clinic) -> None:
    """Of two accounts that want one address the later loses, until the first is disabled."""
    first = await invited(stack, clinic, MIA)
    with pytest.raises(LostRace):
        await invited(stack, clinic, MIA_IN_CAPITALS)
    await disabled(stack, clinic, first)
    assert await credentials_of(stack).of_email(MIA, execution(stack, clinic.owner)) is None
    second = await invited(stack, clinic, MIA_IN_CAPITALS)
    found = await credentials_of(stack).of_email(MIA, execution(stack, clinic.owner))
    assert found is not None
    assert found.account == second
