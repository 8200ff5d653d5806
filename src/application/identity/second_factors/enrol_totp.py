"""Give one's account a second factor."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from application.identity.accounts.ports import Accounts, Credential
from application.identity.clinics.ports import Clinics
from application.identity.second_factors.ports import SecondFactors, SecondFactorSecrets
from application.identity.sessions.proving_again import ProvingAgain
from application.shared.command import Command, Receipt
from application.shared.confidential import BearerSecret, Confidential, Password
from application.shared.execution import Execution
from application.shared.pipeline import Handler
from domain.identity.account import AccountIsDisabled
from domain.identity.device import TotpIsOn
from domain.identity.second_factor import SecondFactor
from domain.identity.totp import base32, key_uri
from domain.shared.errors import DomainError


class EnrolTotp(Confidential, Command, frozen=True, kw_only=True):
    """Get the secret for a device that shows codes; it is asked for once a first code confirmed it."""

    operation: ClassVar[str] = "identity.enrol-totp"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (*ProvingAgain.REFUSALS, TotpIsOn, AccountIsDisabled)
    keyed: ClassVar[bool] = False

    password: Password


class TotpEnrolled(Confidential, Receipt, frozen=True, kw_only=True):
    """The account, and the one showing of the device's secret."""

    secret: BearerSecret
    """In base 32, to be typed in."""
    uri: BearerSecret
    """The same and all that belongs to it, to be shown as a picture (QR code)."""


@dataclass(frozen=True, slots=True)
class EnrolTotpHandler:
    """Enrols a device for the actor's account; one that was enrolled before and never confirmed is forgotten."""

    proving: ProvingAgain
    accounts: Accounts
    clinics: Clinics
    factors: SecondFactors
    secrets: SecondFactorSecrets

    async def prepare(self, command: EnrolTotp, execution: Execution) -> Handler[EnrolTotp]:
        """Check the password, and draw a secret."""
        proven = await self.proving.credential(command.password, execution)
        return partial(self._enrol, proven, self.secrets.secret())

    async def _enrol(self, proven: Credential, secret: bytes, _: EnrolTotp, execution: Execution) -> TotpEnrolled:
        await self.proving.succeeded(proven, execution)
        async with self.accounts.change(proven.account, execution) as account:
            account.enrol_totp(now=execution.now)
        before = await self.factors.of(proven.account, execution)
        version = before.version if before is not None else 0
        await self.factors.keep(SecondFactor(account=proven.account, version=version, secret=secret), execution)
        clinic = await self.clinics.get(execution.clinic, execution)
        return TotpEnrolled(
            id=account.id,
            version=account.version,
            secret=base32(secret),
            uri=key_uri(secret, issuer=clinic.branding.known_as(clinic.name), account=account.email.address),
        )
