"""What second factors ask of the world."""

from typing import Protocol

from application.shared.execution import Execution
from domain.identity.second_factor import SecondFactor
from domain.shared.identifiers import AccountId


class SecondFactors(Protocol):
    """What people show besides their password. Takes part in the command's transaction."""

    async def of(self, account: AccountId, execution: Execution) -> SecondFactor | None:
        """Give an account's second factor, confirmed or not."""
        ...

    async def keep(self, factor: SecondFactor, execution: Execution) -> None:
        """Keep a new one (version 0), or what was changed of one; the race is lost where another came first."""
        ...

    async def forget(self, account: AccountId, execution: Execution) -> None:
        """Let the account have none."""
        ...


class SecondFactorSecrets(Protocol):
    """Draws what nobody can guess."""

    def secret(self) -> bytes:
        """Draw a device's secret, of ``SECRET_BYTES``."""
        ...

    def recovery_codes(self) -> tuple[str, ...]:
        """Draw ``RECOVERY_CODES`` codes of ``RECOVERY_BYTES`` each, in groups of small letters and digits."""
        ...
