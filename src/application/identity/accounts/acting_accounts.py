"""Whoever changes accounts and keys still has an account of their own."""

from dataclasses import dataclass

from application.identity.accounts.ports import Accounts
from application.shared.execution import Execution
from application.shared.refusals import Forbidden


@dataclass(frozen=True, slots=True)
class ActingAccounts:
    """Asks again after the account of whoever acts.

    An access token proves itself, so it outlives its account, and the role it was issued for, until every process has
    heard of the change: some seconds. It must not last longer by what it is used for meanwhile: to let somebody in, to
    put somebody out, or to hand out a key.
    """

    accounts: Accounts

    async def check(self, execution: Execution) -> None:
        """Raise ``AccountIsDisabled`` or ``Forbidden`` where the account lost its right since the token was issued."""
        account = await self.accounts.get(execution.actor.id, execution)
        account.check_enabled()
        if account.membership.role is not execution.actor.role:
            raise Forbidden(operation=execution.operation, role=account.membership.role.value)
