"""Inviting somebody: an account, and the token that opens it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Final

import msgspec

from application.identity.accounts.ports import AccountCredentials, Accounts, Credential
from application.identity.sessions.tokens import Tokens
from application.shared.command import Receipt
from application.shared.confidential import BearerSecret, Confidential
from application.shared.execution import Execution
from domain.identity.account import Account, EmailTaken
from domain.identity.invitation import InvitationEndsTooSoon
from domain.identity.membership import Membership
from domain.shared.contacts import EmailAddress
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId
from domain.shared.time import Instant

INVITATION_LIFE: Final = timedelta(days=7)
"""How long an invitation can be accepted: a week, holidays and all."""


class Invited(Confidential, Receipt, frozen=True, kw_only=True):
    """An account that waits for its holder, and the one showing of the token that opens it."""

    invitation_token: BearerSecret
    expires_at: Instant


@dataclass(frozen=True, slots=True)
class Invitations:
    """Makes an account together with the invitation that opens it."""

    accounts: Accounts
    credentials: AccountCredentials
    tokens: Tokens

    REFUSALS: ClassVar[tuple[type[DomainError], ...]] = (EmailTaken, InvitationEndsTooSoon)

    async def invite(self, email: EmailAddress, membership: Membership, execution: Execution) -> Invited:
        """Invite somebody. Raises ``EmailTaken``, and what ``Account.invite`` raises."""
        if await self.credentials.of_email(email, execution) is not None:
            raise EmailTaken
        id_ = AccountId(execution.new_id("account"))
        expires_at = execution.now + INVITATION_LIFE
        account = Account.invite(id_, email, membership, expires_at=expires_at, now=execution.now)
        token = self.tokens.mint(id_)
        await self.accounts.add(account, execution)
        await self.credentials.add(Credential(account=id_, version=1, invitation=token.digest), execution)
        return Invited(id=id_, version=account.version, invitation_token=token.text, expires_at=expires_at)

    async def renew(self, id_: AccountId, execution: Execution) -> Invited:
        """Invite the holder of a disabled account again. Raises ``EmailTaken``, and what ``Account.enable`` raises."""
        expires_at = execution.now + INVITATION_LIFE
        async with self.accounts.change(id_, execution) as account:
            account.enable(expires_at=expires_at, now=execution.now)
            if await self.credentials.of_email(account.email, execution) is not None:
                raise EmailTaken
        token = self.tokens.mint(id_)
        credential = await self.credentials.of_account(id_, execution)
        await self.credentials.keep(msgspec.structs.replace(credential, invitation=token.digest), execution)
        return Invited(id=id_, version=account.version, invitation_token=token.text, expires_at=expires_at)
