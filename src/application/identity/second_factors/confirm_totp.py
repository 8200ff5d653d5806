"""Confirm the device that was enrolled."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.ports import Accounts
from application.identity.second_factors.ports import SecondFactors, SecondFactorSecrets
from application.shared.command import Command, Receipt
from application.shared.confidential import BearerSecret, Confidential, SecondFactorCode
from application.shared.execution import Execution
from domain.identity.account import AccountIsDisabled
from domain.identity.device import TotpIsOn, TotpNotEnrolled
from domain.identity.second_factor import WrongCode
from domain.shared.errors import DomainError


class ConfirmTotp(Confidential, Command, frozen=True, kw_only=True):
    """Show by a first code that the device has the secret; from then on signing in takes a code."""

    operation: ClassVar[str] = "identity.confirm-totp"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (TotpNotEnrolled, TotpIsOn, WrongCode, AccountIsDisabled)
    keyed: ClassVar[bool] = False

    code: SecondFactorCode


class RecoveryCodes(Confidential, Receipt, frozen=True, kw_only=True):
    """The account, and the one showing of the codes that open it when the device is lost, each once."""

    recovery_codes: tuple[BearerSecret, ...]


@dataclass(frozen=True, slots=True)
class ConfirmTotpHandler:
    """Confirms the device of the actor's account."""

    accounts: Accounts
    factors: SecondFactors
    secrets: SecondFactorSecrets

    async def __call__(self, command: ConfirmTotp, execution: Execution) -> RecoveryCodes:
        """Confirm the device and hand out recovery codes. Raises ``WrongCode``."""
        async with self.accounts.change(execution.actor.id, execution) as account:
            account.confirm_totp(now=execution.now)
        enrolled = await self.factors.of(execution.actor.id, execution)
        if enrolled is None:
            raise TotpNotEnrolled
        codes = self.secrets.recovery_codes()
        await self.factors.keep(enrolled.confirmed(command.code, codes, now=execution.now), execution)
        return RecoveryCodes(id=account.id, version=account.version, recovery_codes=codes)
