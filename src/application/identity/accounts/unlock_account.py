"""Unlock an account."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.accounts.ports import Accounts
from application.identity.sessions.sign_in_tries import SignInTries
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.identity.account import AccountIsDisabled
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId


class UnlockAccount(Command, frozen=True, kw_only=True):
    """Let somebody sign in again who was locked out by failed tries."""

    operation: ClassVar[str] = "identity.unlock-account"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (AccountIsDisabled,)

    account: InPath[AccountId] = IN_PATH


@dataclass(frozen=True, slots=True)
class UnlockAccountHandler:
    """Unlocks an account of the actor's clinic."""

    acting: ActingAccounts
    accounts: Accounts
    tries: SignInTries

    async def __call__(self, command: UnlockAccount, execution: Execution) -> Receipt:
        """Unlock the account, and forget every try, also where none was the last yet."""
        await self.acting.check(execution)
        async with self.accounts.change(command.account, execution) as account:
            account.unlock(now=execution.now)
        await self.tries.forget(account, execution)
        return Receipt.of(account)
