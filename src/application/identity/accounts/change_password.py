"""Change one's own password."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import msgspec

from application.identity.accounts.new_passwords import NewPasswords
from application.identity.accounts.ports import Accounts, Credential, Credentials
from application.identity.sessions.ending_sessions import EndingSessions
from application.identity.sessions.proving_again import ProvingAgain
from application.shared.command import Command, Receipt
from application.shared.confidential import Confidential, Password
from application.shared.execution import Execution
from application.shared.pipeline import Handler
from domain.identity.account import AccountIsDisabled
from domain.identity.invitation import InvitationNotAccepted
from domain.identity.session import SessionEnd
from domain.shared.errors import DomainError


class ChangePassword(Confidential, Command, frozen=True, kw_only=True):
    """Change your own password; every session of yours ends."""

    operation: ClassVar[str] = "identity.change-password"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        *ProvingAgain.REFUSALS,
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
    proving: ProvingAgain
    passwords: NewPasswords

    async def prepare(self, command: ChangePassword, execution: Execution) -> Handler[ChangePassword]:
        """Check the password that counts and hash the new one."""
        proven = await self.proving.credential(command.current, execution)
        return partial(self._change, proven, await self.passwords.hashed(command.new))

    async def _change(self, proven: Credential, hashed: str, command: ChangePassword, execution: Execution) -> Receipt:
        credential = await self.proving.succeeded(proven, execution)
        async with self.accounts.change(credential.account, execution) as account:
            account.change_password(now=execution.now)
            await self.passwords.check_apart(command.new, account, execution)
        await self.credentials.keep(msgspec.structs.replace(credential, password_hash=hashed), execution)
        await self.sessions.end_all(credential.account, SessionEnd.PASSWORD_CHANGED, execution)
        return Receipt.of(account)
