"""Whoever changes how they sign in proves once more that they are who they are."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.ports import Credential, Credentials, PasswordHasher
from application.identity.sessions.ports import TriedBy, TryCounts, TryLimits
from application.shared.execution import Execution
from domain.identity.tries import TooManyTries
from domain.shared.errors import DomainError


class WrongPassword(DomainError):
    """Whoever changes how they sign in knows the password that counts."""

    code = "identity.wrong-password"
    mend = "Send the password that you sign in with."


@dataclass(frozen=True, slots=True)
class ProvingAgain:
    """Asks the actor for their password: an access token that was stolen must not be enough.

    Tries are counted, before they are looked at, as those to sign in are.
    """

    credentials: Credentials
    hasher: PasswordHasher
    counts: TryCounts
    limits: TryLimits

    REFUSALS: ClassVar[tuple[type[DomainError], ...]] = (WrongPassword, TooManyTries)

    async def credential(self, password: str, execution: Execution) -> Credential:
        """Give the actor's credential, whose password it is. Raises ``WrongPassword``, ``TooManyTries``."""
        limit = await self.limits.of(execution)
        await self.counts.another(TriedBy.ACCOUNT, str(execution.actor.id), limit, execution)
        credential = await self.credentials.of_account(execution.actor.id, execution)
        if credential.password_hash is None or not await self.hasher.verify(credential.password_hash, password):
            raise WrongPassword
        return credential

    async def succeeded(self, proven: Credential, execution: Execution) -> Credential:
        """Forget the tries in the command's transaction, and give the credential as it is there.

        Raises ``WrongPassword`` where the password was changed meanwhile.
        """
        credential = await self.credentials.of_account(proven.account, execution)
        if credential.password_hash != proven.password_hash:
            raise WrongPassword
        await self.counts.forget(TriedBy.ACCOUNT, str(execution.actor.id), execution)
        return credential
