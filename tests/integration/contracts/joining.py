"""People who join and leave a clinic, as far as the contracts of identity need them."""

from datetime import timedelta
from typing import cast
from uuid import uuid4

from application.identity.accounts.ports import AccountCredentials, Accounts, Credential
from domain.identity.account import Account
from domain.identity.membership import Membership
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from integration.contracts.registry import attempt, execution
from integration.people import Clinic
from integration.stack import Stack


def credentials_of(stack: Stack) -> AccountCredentials:
    """Give the storage's credentials of clinics."""
    return cast("AccountCredentials", stack.container.identity.ports.credentials())


def accounts_of(stack: Stack) -> Accounts:
    """Give the storage's accounts."""
    return cast("Accounts", stack.container.identity.ports.accounts())


async def invited(
    stack: Stack,
    clinic: Clinic,
    email: EmailAddress | None = None,
    *,
    role: Role = Role.FRONT_DESK,
    commit: bool = True,
) -> AccountId:
    """Invite somebody; perhaps only as a rehearsal."""
    id_ = AccountId(uuid4())
    email = email or EmailAddress(address=f"{id_.hex}@example.org")
    membership = Membership(role=role, clinic=clinic.id)
    async with attempt(stack, inviting := execution(stack, clinic.owner)) as transaction:
        end = inviting.now + timedelta(days=7)
        account = Account.invite(id_, email, membership, expires_at=end, now=inviting.now)
        await accounts_of(stack).add(account, inviting)
        await credentials_of(stack).add(Credential(account=id_, version=1, invitation=b"digest"), inviting)
        await (transaction.commit() if commit else transaction.rehearse())
    return id_


async def joined(stack: Stack, clinic: Clinic, role: Role = Role.FRONT_DESK) -> AccountId:
    """Let somebody accept an invitation."""
    account = await invited(stack, clinic, role=role)
    async with attempt(stack, accepting := execution(stack, clinic.owner)) as transaction:
        async with accounts_of(stack).change(account, accepting) as one:
            one.accept(now=accepting.now)
        await transaction.commit()
    return account


async def disabled(stack: Stack, clinic: Clinic, account: AccountId) -> None:
    """End an account."""
    async with attempt(stack, disabling := execution(stack, clinic.owner)) as transaction:
        async with accounts_of(stack).change(account, disabling) as one:
            one.disable(other_owners=1, now=disabling.now)
        await transaction.commit()
