"""What somebody may sign in with from now on."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.ports import PasswordHasher
from application.identity.clinics.ports import Clinics
from application.shared.execution import Execution
from domain.identity.account import Account
from domain.identity.password import (
    PasswordIsAName,
    PasswordIsARun,
    PasswordPolicy,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
)
from domain.shared.errors import DomainError


@dataclass(frozen=True, slots=True)
class NewPasswords:
    """Takes the passwords that people choose."""

    clinics: Clinics
    hasher: PasswordHasher
    policy: PasswordPolicy

    REFUSALS: ClassVar[tuple[type[DomainError], ...]] = (
        PasswordTooShort,
        PasswordTooLong,
        PasswordIsARun,
        PasswordTooCommon,
        PasswordIsAName,
    )

    async def hashed(self, password: str) -> str:
        """Hash a password that is nobody's first guess. Raises what ``PasswordPolicy.check`` raises."""
        self.policy.check(password)
        return await self.hasher.hash(password)

    async def check_apart(self, password: str, account: Account, execution: Execution) -> None:
        """Refuse a password that names its account or the clinic. Raises ``PasswordIsAName``."""
        clinic = await self.clinics.get(execution.clinic, execution)
        names = (clinic.name, clinic.branding.known_as(clinic.name), clinic.slug)
        self.policy.check_apart(password, (*names, account.email.address, account.email.mailbox))
