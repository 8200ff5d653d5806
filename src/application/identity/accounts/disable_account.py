"""Disable an account."""

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.accounts.ports import Accounts, Credentials, Owners
from application.identity.second_factors.ports import SecondFactors
from application.identity.sessions.ending_sessions import EndingSessions
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.identity.account import AccountIsDisabled, LastOwner
from domain.identity.session import SessionEnd
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId


class DisableAccount(Command, frozen=True, kw_only=True):
    """End an account, or take an invitation back; its e-mail address is free again."""

    operation: ClassVar[str] = "identity.disable-account"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (AccountIsDisabled, LastOwner)

    account: InPath[AccountId] = IN_PATH


@dataclass(frozen=True, slots=True)
class DisableAccountHandler:
    """Disables an account of the actor's clinic."""

    acting: ActingAccounts
    locks: Locks
    accounts: Accounts
    owners: Owners
    credentials: Credentials
    factors: SecondFactors
    sessions: EndingSessions

    async def __call__(self, command: DisableAccount, execution: Execution) -> Receipt:
        """Disable the account, forget what opens it and end its sessions; of two at a clinic, one after the other."""
        await self.locks.hold(execution, execution.clinic)
        await self.acting.check(execution)
        others = await self.owners.besides(command.account, execution)
        async with self.accounts.change(command.account, execution) as account:
            account.disable(other_owners=others, now=execution.now)
        credential = await self.credentials.of_account(command.account, execution)
        await self.credentials.keep(msgspec.structs.replace(credential, password_hash=None), execution)
        await self.factors.forget(command.account, execution)
        await self.sessions.end_all(command.account, SessionEnd.ACCOUNT_DISABLED, execution)
        return Receipt.of(account)
