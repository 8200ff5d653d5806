"""Who runs the installation: what every storage promises of operators' accounts and credentials."""

import asyncio
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from application.identity.accounts.ports import Credential, OperatorAccounts
from application.shared.refusals import NotFound
from application.shared.transactions import LostRace
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from integration.contracts.registry import attempt, execution
from integration.people import Clinic
from integration.stack import Stack

PORTS = (OperatorAccounts,)


def operators_of(stack: Stack) -> Any:
    """Give the storage's operators, who are accounts and credentials in one."""
    return stack.container.identity.ports.operator_accounts()


def an_email() -> EmailAddress:
    """Give an address that nobody has yet."""
    return EmailAddress(address=f"Operator-{uuid4().hex[:12]}@example.org")


def in_capitals(email: EmailAddress) -> EmailAddress:
    """Write an address in another way."""
    return EmailAddress(address=email.address.upper())


async def test_an_operator_is_found_by_account_and_by_address(stack: Stack, clinic: Clinic) -> None:
    """However the address is written, it leads to the account, in no clinic or any."""
    email, asking = an_email(), execution(stack, clinic[Role.OPERATOR])
    account = await operators_of(stack).add(email, "hashed")
    expected = Credential(account=account, version=1, password_hash="hashed")
    assert await operators_of(stack).of_email(in_capitals(email), asking) == expected
    assert await operators_of(stack).of_account(account, asking) == expected


async def test_who_is_none_is_not_found(stack: Stack, clinic: Clinic) -> None:
    """An address or an account that is no operator's leads nowhere."""
    asking = execution(stack, clinic[Role.OPERATOR])
    assert await operators_of(stack).of_email(an_email(), asking) is None
    with pytest.raises(NotFound):
        await operators_of(stack).of_account(AccountId(uuid4()), asking)


async def test_one_operator_an_address(stack: Stack) -> None:
    """Of many who are added under one address at the same moment, one is."""
    email = an_email()
    added = await asyncio.gather(*(operators_of(stack).add(e, "h") for e in (email, in_capitals(email)) * 3))
    assert len([account for account in added if account is not None]) == 1


async def test_of_two_who_saw_the_same_one_loses(stack: Stack, clinic: Clinic) -> None:
    """Two changes at the same moment do not happen unseen by each other; what is rehearsed is not kept."""
    operators, asking = operators_of(stack), execution(stack, clinic[Role.OPERATOR])
    seen = await operators.of_account(await operators.add(an_email(), "hashed"), asking)

    async def change(password_hash: str, *, commit: bool) -> None:
        async with attempt(stack, asking) as transaction:
            await operators.keep(msgspec.structs.replace(seen, password_hash=password_hash), asking)
            await (transaction.commit() if commit else transaction.rehearse())

    await change("never", commit=False)
    assert await operators.of_account(seen.account, asking) == seen
    await change("first", commit=True)
    with pytest.raises(LostRace):
        await change("second", commit=True)
    kept = await operators.of_account(seen.account, asking)
    assert (kept.version, kept.password_hash) == (seen.version + 1, "first")
