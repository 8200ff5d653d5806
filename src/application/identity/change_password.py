"""Change one's own password."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import msgspec

from application.identity.confidential import Confidential, Password
from application.identity.ending_sessions import EndingSessions
from application.identity.new_passwords import NewPasswords
from application.identity.ports import Accounts, Credentials, PasswordHasher
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from application.shared.pipeline import Handler
from domain.identity.account import AccountIsDisabled, InvitationNotAccepted
from domain.identity.session import SessionEnd
from domain.shared.errors import DomainError


class WrongPassword(DomainError):
    """Whoever changes a password knows the one that counts."""

    code = "identity.wrong-password"
    mend = "Send the password that you sign in with as 'current'."


class ChangePassword(Confidential, Command, frozen=True, kw_only=True):
    """Change your own password; every session of yours ends."""

    operation: ClassVar[str] = "identity.change-password"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        WrongPassword,
        *NewPasswords.REFUSALS,
        AccountIsDisabled,
        InvitationNotAccepted,
    )
    keyed: ClassVar[bool] = False

    current: Password
    new: Password


@dataclass(frozen=True, slots=True)
class ChangePasswordHandler:
    """Changes the actor's password."""

    accounts: Accounts
    credentials: Credentials
    sessions: EndingSessions
    hasher: PasswordHasher
    passwords: NewPasswords

    async def prepare(self, command: ChangePassword, execution: Execution) -> Handler[ChangePassword]:
        """Check the password that counts and hash the new one."""
        credential = await self.credentials.of_account(execution.actor.id, execution)
        if credential.password_hash is None or not await self.hasher.verify(credential.password_hash, command.current):
            raise WrongPassword
        return partial(self._change, credential.password_hash, await self.passwords.hashed(command.new))

    async def _change(self, verified: str, hashed: str, command: ChangePassword, execution: Execution) -> Receipt:
        credential = await self.credentials.of_account(execution.actor.id, execution)
        if credential.password_hash != verified:
            raise WrongPassword
        async with self.accounts.change(credential.account, execution) as account:
            account.change_password(now=execution.now)
            await self.passwords.check_apart(command.new, account, execution)
        await self.credentials.keep(msgspec.structs.replace(credential, password_hash=hashed), execution)
        await self.sessions.end_all(credential.account, SessionEnd.PASSWORD_CHANGED, execution)
        return Receipt.of(account)
