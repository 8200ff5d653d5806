"""Sign out everywhere."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.ports import Accounts, Credentials
from application.identity.sessions.ending_sessions import EndingSessions
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.identity.session import SessionEnd


class SignOutEverywhere(Command, frozen=True, kw_only=True):
    """Sign out on every device, this one included."""

    operation: ClassVar[str] = "identity.sign-out-everywhere"
    conditional: ClassVar[bool] = False
    leaves_fact: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class SignOutEverywhereHandler:
    """Ends every session of the actor's account."""

    accounts: Accounts
    credentials: Credentials
    sessions: EndingSessions

    async def __call__(self, _: SignOutEverywhere, execution: Execution) -> Receipt:
        """End the sessions, and let a sign-in at the same moment come before or after, not between."""
        account = await self.accounts.get(execution.actor.id, execution)
        await self.credentials.keep(await self.credentials.of_account(execution.actor.id, execution), execution)
        await self.sessions.end_all(execution.actor.id, SessionEnd.SIGNED_OUT_EVERYWHERE, execution)
        return Receipt.of(account)
