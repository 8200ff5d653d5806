"""Renew one's recovery codes."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from application.identity.accounts.ports import Accounts, Credential
from application.identity.second_factors.confirm_totp import RecoveryCodes
from application.identity.second_factors.ports import SecondFactors, SecondFactorSecrets
from application.identity.sessions.proving_again import ProvingAgain
from application.shared.command import Command
from application.shared.confidential import Confidential, Password
from application.shared.execution import Execution
from application.shared.pipeline import Handler
from domain.identity.account import AccountIsDisabled
from domain.identity.device import TotpIsOff
from domain.shared.errors import DomainError


class RenewRecoveryCodes(Confidential, Command, frozen=True, kw_only=True):
    """Get other recovery codes; those before open nothing any more."""

    operation: ClassVar[str] = "identity.renew-recovery-codes"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (*ProvingAgain.REFUSALS, TotpIsOff, AccountIsDisabled)
    keyed: ClassVar[bool] = False

    password: Password


@dataclass(frozen=True, slots=True)
class RenewRecoveryCodesHandler:
    """Renews the codes of the actor's account."""

    proving: ProvingAgain
    accounts: Accounts
    factors: SecondFactors
    secrets: SecondFactorSecrets

    async def prepare(self, command: RenewRecoveryCodes, execution: Execution) -> Handler[RenewRecoveryCodes]:
        """Check the password, and draw codes."""
        proven = await self.proving.credential(command.password, execution)
        return partial(self._renew, proven, self.secrets.recovery_codes())

    async def _renew(
        self, proven: Credential, codes: tuple[str, ...], _: RenewRecoveryCodes, execution: Execution
    ) -> RecoveryCodes:
        await self.proving.succeeded(proven, execution)
        async with self.accounts.change(proven.account, execution) as account:
            account.renew_recovery_codes(now=execution.now)
        factor = await self.factors.of(proven.account, execution)
        if factor is None:
            raise TotpIsOff
        await self.factors.keep(factor.renewed(codes), execution)
        return RecoveryCodes(id=account.id, version=account.version, recovery_codes=codes)
