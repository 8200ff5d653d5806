"""Enable an account again."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.accounts.invitations import Invitations, Invited
from application.shared.command import IN_PATH, Command, InPath
from application.shared.execution import Execution
from domain.identity.account import AccountIsDisabled, AccountIsNotDisabled
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId


class EnableAccount(Command, frozen=True, kw_only=True):
    """Take the end of an account back; its holder accepts a new invitation."""

    operation: ClassVar[str] = "identity.enable-account"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        *Invitations.REFUSALS,
        AccountIsNotDisabled,
        AccountIsDisabled,
    )
    keyed: ClassVar[bool] = False

    account: InPath[AccountId] = IN_PATH


@dataclass(frozen=True, slots=True)
class EnableAccountHandler:
    """Enables an account of the actor's clinic."""

    acting: ActingAccounts
    invitations: Invitations

    async def __call__(self, command: EnableAccount, execution: Execution) -> Invited:
        """Enable the account, and give the token that opens it."""
        await self.acting.check(execution)
        return await self.invitations.renew(command.account, execution)
