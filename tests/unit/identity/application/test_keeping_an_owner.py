"""A clinic always keeps an owner, and who has left changes nothing any more."""

import asyncio
from datetime import timedelta
from typing import NamedTuple
from uuid import uuid4

import pytest

from application.identity.accounts.disable_account import DisableAccount
from application.identity.accounts.invite_account import InviteAccount
from application.identity.accounts.invite_patient import InvitePatient
from application.identity.api_keys.issue_api_key import IssueApiKey
from application.identity.api_keys.revoke_api_key import RevokeApiKey
from application.identity.api_keys.rotate_api_key import RotateApiKey
from application.shared.actor import Actor
from application.shared.command import Command
from domain.identity.account import AccountIsDisabled, LastOwner
from domain.identity.api_key import ApiKeyId
from domain.identity.key_holder import TheClinic
from domain.shared.contacts import EmailAddress
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.roles import Role
from unit.application_harness import TUESDAY_NINE
from unit.identity.application.house import DESK, House, Opened

SECOND_OWNER = EmailAddress(address="partner@example.org")
IN_A_MONTH = TUESDAY_NINE + timedelta(days=30)


class Partners(NamedTuple):
    """A clinic of two owners."""

    house: House
    clinic: Opened
    first: Actor
    second: Actor


async def partners() -> Partners:
    """Open a clinic that two people own."""
    house = House()
    clinic = await house.opened()
    second = AccountId(await house.joined(clinic, SECOND_OWNER, Role.OWNER))
    return Partners(house, clinic, clinic.owner, Actor(clinic=clinic.id, id=second, role=Role.OWNER))


def leaving(who: Actor) -> DisableAccount:
    """Give the command that ends somebody's account."""
    return DisableAccount(account=who.id)


async def test_the_last_owner_stays() -> None:
    """Who owns the clinic alone cannot leave; a front desk or an invitation does not count."""
    house = House()
    clinic = await house.opened()
    await house.joined(clinic)
    await house.do(InviteAccount(email=SECOND_OWNER, role=Role.OWNER), clinic.owner)
    await house.refuses(leaving(clinic.owner), clinic.owner, LastOwner)


async def test_one_of_two_leaves() -> None:
    """Of two owners one can leave, and the other is the last."""
    house, _, first, second = await partners()
    await house.do(leaving(first), first)
    await house.refuses(leaving(second), second, LastOwner)


async def test_two_leave_at_once() -> None:
    """Two owners who leave at the same moment do not leave the clinic without one."""
    house, _, first, second = await partners()
    both = (house.do(leaving(owner), owner) for owner in (first, second))
    ends = await asyncio.gather(*both, return_exceptions=True)
    assert [type(end) for end in ends if isinstance(end, DomainError)] == [LastOwner]


async def test_two_put_each_other_out() -> None:
    """Of two owners who disable each other at the same moment one stays."""
    house, _, first, second = await partners()
    both = (house.do(leaving(other), owner) for owner, other in ((first, second), (second, first)))
    ends = await asyncio.gather(*both, return_exceptions=True)
    assert [type(end) for end in ends if isinstance(end, DomainError)] == [AccountIsDisabled]


@pytest.mark.parametrize(
    "command",
    [
        InviteAccount(email=DESK, role=Role.OWNER),
        InvitePatient(patient=PatientId(uuid4()), email=DESK),
        IssueApiKey(name="Lab results", holder=TheClinic(), scopes=("patients.get-patient",), expires_at=IN_A_MONTH),
        RotateApiKey(api_key=ApiKeyId(uuid4()), expires_at=IN_A_MONTH),
        RevokeApiKey(api_key=ApiKeyId(uuid4())),
    ],
    ids=lambda command: command.operation,
)
async def test_who_has_left_changes_nothing(command: Command) -> None:
    """Who was disabled lets nobody in and hands out no key, however long the access token still lasts."""
    house, _, first, second = await partners()
    await house.do(leaving(second), first)
    await house.refuses(command, second, AccountIsDisabled)


async def test_who_has_left_puts_nobody_out() -> None:
    """Who was disabled does not disable others in return."""
    house, clinic, first, second = await partners()
    desk = AccountId(await house.joined(clinic))
    await house.do(leaving(second), first)
    await house.refuses(DisableAccount(account=desk), second, AccountIsDisabled)
