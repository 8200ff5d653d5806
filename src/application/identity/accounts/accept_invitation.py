"""Accept an invitation."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import msgspec

from application.identity.accounts.new_passwords import NewPasswords
from application.identity.accounts.ports import Accounts, Credential, Credentials
from application.identity.sessions.tokens import OpaqueTokenInvalid, PresentedToken, Tokens
from application.shared.command import Command, Receipt
from application.shared.confidential import BearerSecret, Confidential, Password
from application.shared.execution import Execution
from application.shared.pipeline import Handler
from application.shared.refusals import NotFound
from domain.identity.account import AccountIsDisabled
from domain.identity.invitation import InvitationAlreadyAccepted, InvitationExpired
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId


class InvitationUnknown(NotFound):
    """The invitation is none of this clinic's."""

    code = "identity.invitation-unknown"
    mend = "Use the token exactly as the invitation gave it, at the clinic that sent it."


class AcceptInvitation(Confidential, Command, frozen=True, kw_only=True):
    """Accept an invitation by setting a password."""

    operation: ClassVar[str] = "identity.accept-invitation"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        InvitationUnknown,
        InvitationExpired,
        InvitationAlreadyAccepted,
        AccountIsDisabled,
        *NewPasswords.REFUSALS,
    )
    keyed: ClassVar[bool] = False
    conditional: ClassVar[bool] = False

    token: BearerSecret
    password: Password


@dataclass(frozen=True, slots=True)
class AcceptInvitationHandler:
    """Opens an account for whoever brings its invitation."""

    accounts: Accounts
    credentials: Credentials
    tokens: Tokens
    passwords: NewPasswords

    async def prepare(self, command: AcceptInvitation, execution: Execution) -> Handler[AcceptInvitation]:
        """Hash the password; only for somebody who brings an invitation, because hashing is dear."""
        try:
            presented = self.tokens.read(command.token)
        except OpaqueTokenInvalid:
            raise InvitationUnknown from None
        await self._credential(presented, execution)
        return partial(self._accept, presented, await self.passwords.hashed(command.password))

    async def _accept(
        self, presented: PresentedToken, password_hash: str, command: AcceptInvitation, execution: Execution
    ) -> Receipt:
        credential = await self._credential(presented, execution)
        async with self.accounts.change(credential.account, execution) as account:
            account.accept(now=execution.now)
            await self.passwords.check_apart(command.password, account, execution)
        await self.credentials.keep(msgspec.structs.replace(credential, password_hash=password_hash), execution)
        return Receipt.of(account)

    async def _credential(self, presented: PresentedToken, execution: Execution) -> Credential:
        try:
            credential = await self.credentials.of_account(AccountId(presented.id), execution)
        except NotFound:
            raise InvitationUnknown from None
        if credential.invitation is None or not presented.matches(credential.invitation):
            raise InvitationUnknown
        return credential
