"""Sign in."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, NoReturn

import msgspec

from application.identity.confidential import Confidential, Password
from application.identity.ports import (
    AccessTokens,
    Accounts,
    Credential,
    Credentials,
    Memberships,
    PasswordHasher,
    SignInSessions,
)
from application.identity.sign_in_tries import SignInTries
from application.identity.signed_in import SignedIn, signed_in
from application.identity.tokens import RefreshTokens
from application.shared.command import Command
from application.shared.execution import Execution
from application.shared.pipeline import Handler
from application.shared.refusals import NotSignedIn, Recorded
from domain.identity.session import SessionId, SessionPolicy, SignInSession, TokenDigest
from domain.identity.tries import TooManyTries, Tries
from domain.shared.contacts import EmailAddress
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId
from domain.shared.values import Personal


class SignInRefused(NotSignedIn, Recorded):
    """E-mail address and password do not open an account here."""

    code = "identity.sign-in-refused"
    mend = "Check both, and that this is the clinic whose invitation you accepted."


class SignIn(Confidential, Command, frozen=True, kw_only=True):
    """Sign in with e-mail address and password."""

    operation: ClassVar[str] = "identity.sign-in"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (SignInRefused, TooManyTries)
    keyed: ClassVar[bool] = False
    conditional: ClassVar[bool] = False

    email: Personal[EmailAddress]
    password: Password


class SignInOperator(SignIn, frozen=True, kw_only=True):
    """Sign in as an operator of the installation."""

    operation: ClassVar[str] = "identity.sign-in-operator"


@dataclass(frozen=True, slots=True)
class SignInHandler:
    """Signs people in: a clinic's, or the installation's operators.

    An unknown address, an account that is not open and a wrong password are refused alike and after the same work, and
    their tries are counted alike.
    """

    tries: SignInTries
    credentials: Credentials
    accounts: Accounts | None
    """``None`` for operators, whose accounts have no facts."""
    memberships: Memberships
    hasher: PasswordHasher
    sessions: SignInSessions
    refresh_tokens: RefreshTokens
    access_tokens: AccessTokens
    policy: SessionPolicy

    async def prepare(self, command: SignIn, execution: Execution) -> Handler[SignIn]:
        """Count the try, then verify the password; hash it anew where today's parameters are dearer than its own."""
        tries = await self.tries.another(command.email, execution)
        credential = await self.credentials.of_email(command.email, execution)
        if credential is None or credential.password_hash is None:
            await self.hasher.verify_nothing()
            return partial(self._refuse, None, tries)
        if not await self.hasher.verify(credential.password_hash, command.password):
            return partial(self._refuse, credential.account, tries)
        stale = self.hasher.needs_rehash(credential.password_hash)
        return partial(self._start, credential, await self.hasher.hash(command.password) if stale else None)

    async def _refuse(self, account: AccountId | None, tries: Tries, _: SignIn, execution: Execution) -> NoReturn:
        """Refuse, and note in the account that this was the last try for a while."""
        if account is not None and self.accounts is not None and tries.wait_until is not None:
            async with self.accounts.change(account, execution) as tried:
                tried.lock(until=tries.wait_until, now=execution.now)
        raise SignInRefused

    async def _start(self, verified: Credential, fresh: str | None, command: SignIn, execution: Execution) -> SignedIn:
        credential = await self.credentials.of_account(verified.account, execution)
        membership = await self.memberships.of(verified.account, execution)
        if membership is None or credential.password_hash != verified.password_hash:
            raise SignInRefused
        session_id = SessionId(execution.new_id("session"))
        token = await self.refresh_tokens.mint(session_id, execution.clinic)
        started = SignInSession.start(
            session_id, credential.account, TokenDigest(token.digest), now=execution.now, policy=self.policy
        )
        await self.sessions.start(started, execution)
        kept = msgspec.structs.replace(credential, password_hash=fresh or credential.password_hash)
        await self.credentials.keep(kept, execution)
        await self.tries.succeeded(command.email, execution)
        return signed_in(started.session, membership, token.text, self.access_tokens, execution.now)
