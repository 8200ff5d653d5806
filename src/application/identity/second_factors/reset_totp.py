"""Take the second factor off somebody else's account."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.accounts.ports import Accounts
from application.identity.second_factors.ports import SecondFactors
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.identity.account import AccountIsDisabled
from domain.identity.device import TotpIsOff
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId


class ResetTotp(Command, frozen=True, kw_only=True):
    """Let somebody who lost the device and the recovery codes sign in with the password alone."""

    operation: ClassVar[str] = "identity.reset-totp"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (TotpIsOff, AccountIsDisabled)

    account: InPath[AccountId] = IN_PATH


@dataclass(frozen=True, slots=True)
class ResetTotpHandler:
    """Resets an account of the actor's clinic."""

    acting: ActingAccounts
    accounts: Accounts
    factors: SecondFactors

    async def __call__(self, command: ResetTotp, execution: Execution) -> Receipt:
        """Forget the device and the recovery codes."""
        await self.acting.check(execution)
        async with self.accounts.change(command.account, execution) as account:
            account.reset_totp(now=execution.now)
        await self.factors.forget(command.account, execution)
        return Receipt.of(account)
