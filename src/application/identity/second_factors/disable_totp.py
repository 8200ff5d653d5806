"""Do without the second factor again."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from application.identity.accounts.ports import Accounts, Credential
from application.identity.second_factors.ports import SecondFactors
from application.identity.second_factors.second_factor_demands import SecondFactorDemands
from application.identity.sessions.proving_again import ProvingAgain
from application.shared.command import Command, Receipt
from application.shared.confidential import Confidential, Password
from application.shared.execution import Execution
from application.shared.pipeline import Handler
from domain.identity.account import AccountIsDisabled
from domain.identity.device import TotpIsOff
from domain.identity.second_factor_terms import SecondFactorIsDemanded
from domain.shared.errors import DomainError


class DisableTotp(Confidential, Command, frozen=True, kw_only=True):
    """Sign in with the password alone again; the device and the recovery codes are forgotten."""

    operation: ClassVar[str] = "identity.disable-totp"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        *ProvingAgain.REFUSALS,
        TotpIsOff,
        SecondFactorIsDemanded,
        AccountIsDisabled,
    )
    keyed: ClassVar[bool] = False

    password: Password


@dataclass(frozen=True, slots=True)
class DisableTotpHandler:
    """Takes the second factor off the actor's account."""

    proving: ProvingAgain
    accounts: Accounts
    factors: SecondFactors
    demands: SecondFactorDemands

    async def prepare(self, command: DisableTotp, execution: Execution) -> Handler[DisableTotp]:
        """Check the password."""
        return partial(self._disable, await self.proving.credential(command.password, execution))

    async def _disable(self, proven: Credential, _: DisableTotp, execution: Execution) -> Receipt:
        await self.proving.succeeded(proven, execution)
        async with self.accounts.change(proven.account, execution) as account:
            account.disable_totp(await self.demands.of(account.membership, execution), now=execution.now)
        await self.factors.forget(proven.account, execution)
        return Receipt.of(account)
