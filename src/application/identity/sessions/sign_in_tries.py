"""Who tries to sign in, and how often."""

from dataclasses import dataclass

from application.identity.sessions.ports import TriedBy, TryCounts, TryLimits
from application.shared.execution import Execution
from domain.identity.account import Account
from domain.identity.tries import Tries, TryLimit
from domain.shared.contacts import EmailAddress


@dataclass(frozen=True, slots=True)
class SignInTries:
    """Counts tries by the name that is tried, whether anybody has it or not, and by where they come from."""

    counts: TryCounts
    names: TryLimits
    addresses: TryLimit

    async def another(self, email: EmailAddress, execution: Execution) -> Tries:
        """Count a try before it is looked at, and give those with this name. Raises ``TooManyTries``."""
        if execution.client is not None:
            await self.counts.another(TriedBy.ADDRESS, execution.client, self.addresses, execution)
        return await self.counts.another(TriedBy.NAME, email.normalized, await self.names.of(execution), execution)

    async def succeeded(self, email: EmailAddress, execution: Execution) -> None:
        """Forget what was tried with a name; from its address this one try is taken off, the others stay."""
        if execution.client is not None:
            await self.counts.take_off(TriedBy.ADDRESS, execution.client, execution)
        await self.counts.forget(TriedBy.NAME, email.normalized, execution)

    async def forget(self, account: Account, execution: Execution) -> None:
        """Forget what was tried with an account, from outside and by whoever is signed in with it."""
        await self.counts.forget(TriedBy.NAME, account.email.normalized, execution)
        await self.counts.forget(TriedBy.ACCOUNT, str(account.id), execution)
