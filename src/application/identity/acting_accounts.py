"""Whoever changes accounts and keys still has an account of their own."""

from dataclasses import dataclass

from application.identity.ports import Accounts
from application.shared.execution import Execution


@dataclass(frozen=True, slots=True)
class ActingAccounts:
    """Asks again after the account of whoever acts.

    An access token proves itself, so it outlives its account by the rest of its ten minutes. It must not last longer by
    what it is used for meanwhile: to let somebody in, to put somebody out, or to hand out a key.
    """

    accounts: Accounts

    async def check(self, execution: Execution) -> None:
        """Raise ``AccountIsDisabled`` where the account was disabled since the token was issued."""
        (await self.accounts.get(execution.actor.id, execution)).check_enabled()
