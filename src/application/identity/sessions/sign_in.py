"""Sign in."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, NoReturn

import msgspec

from application.identity.accounts.ports import Accounts, Credential, Credentials, Memberships, PasswordHasher
from application.identity.second_factors.ports import SecondFactors
from application.identity.second_factors.second_factor_demands import SecondFactorDemands
from application.identity.sessions.ports import AccessTokens, SignInSessions
from application.identity.sessions.sign_in_tries import SignInTries
from application.identity.sessions.signed_in import SignedIn, signed_in
from application.identity.sessions.tokens import RefreshTokens
from application.shared.command import Command
from application.shared.confidential import Confidential, Password, SecondFactorCode
from application.shared.execution import Execution
from application.shared.pipeline import Handler
from application.shared.refusals import NotSignedIn, Recorded
from domain.identity.second_factor import SecondFactor
from domain.identity.session import SessionId, SessionPolicy, SignInSession, TokenDigest
from domain.identity.tries import TooManyTries, Tries
from domain.shared.contacts import EmailAddress
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId


class SignInRefused(NotSignedIn, Recorded):
    """E-mail address and password, and the code where one is needed, do not open an account here."""

    code = "identity.sign-in-refused"
    mend = "Check them, and that this is the clinic whose invitation you accepted; a code is good once."


class SecondFactorNeeded(NotSignedIn, Recorded):
    """Who has a second factor shows it, too."""

    code = "identity.second-factor-needed"
    mend = "Send the code that your device shows, or a recovery code, as 'code' beside e-mail address and password."


class SignIn(Confidential, Command, frozen=True, kw_only=True):
    """Sign in with e-mail address and password, and with a code where the account has a second factor."""

    operation: ClassVar[str] = "identity.sign-in"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (SignInRefused, SecondFactorNeeded, TooManyTries)
    keyed: ClassVar[bool] = False
    conditional: ClassVar[bool] = False

    email: EmailAddress
    password: Password
    code: SecondFactorCode | None = None
    """What the device shows, or a recovery code."""


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
    demands: SecondFactorDemands
    hasher: PasswordHasher
    factors: SecondFactors
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
            return partial(self._refuse, SignInRefused, None, tries)
        if not await self.hasher.verify(credential.password_hash, command.password):
            return partial(self._refuse, SignInRefused, credential.account, tries)
        stale = self.hasher.needs_rehash(credential.password_hash)
        return partial(self._start, tries, credential, await self.hasher.hash(command.password) if stale else None)

    async def _refuse(
        self, why: type[Recorded], account: AccountId | None, tries: Tries, _: SignIn, execution: Execution
    ) -> NoReturn:
        """Refuse, and note in the account that this was the last try for a while."""
        if account is not None and self.accounts is not None and tries.wait_until is not None:
            async with self.accounts.change(account, execution) as tried:
                tried.lock(until=tries.wait_until, now=execution.now)
        raise why.concerning(account)

    async def _start(
        self, tries: Tries, verified: Credential, fresh: str | None, command: SignIn, execution: Execution
    ) -> SignedIn:
        credential = await self.credentials.of_account(verified.account, execution)
        membership = await self.memberships.of(verified.account, execution)
        if membership is None or credential.password_hash != verified.password_hash:
            raise SignInRefused.concerning(verified.account)
        factor = await self.factors.of(verified.account, execution)
        with_code = await self._with_code(factor, tries, command, execution)
        session_id = SessionId(execution.new_id("session"))
        token = await self.refresh_tokens.mint(session_id, execution.clinic)
        started = SignInSession.start(
            session_id,
            credential.account,
            TokenDigest(token.digest),
            with_code=with_code,
            now=execution.now,
            policy=self.policy,
        )
        demand = await self.demands.of(membership, execution)
        await self.sessions.start(started, execution)
        kept = msgspec.structs.replace(credential, password_hash=fresh or credential.password_hash)
        await self.credentials.keep(kept, execution)
        await self.tries.succeeded(command.email, execution)
        return signed_in(started.session, membership, demand, token.text, self.access_tokens, execution.now)

    async def _with_code(
        self, factor: SecondFactor | None, tries: Tries, command: SignIn, execution: Execution
    ) -> bool:
        """Use the code up, here where a second one with the same code loses the race; tell whether it takes one."""
        if factor is None or not factor.is_confirmed:
            return False
        if command.code is None:
            await self._refuse(SecondFactorNeeded, factor.account, tries, command, execution)
        spent = factor.spent(command.code, now=execution.now)
        if spent is None:
            await self._refuse(SignInRefused, factor.account, tries, command, execution)
        await self.factors.keep(spent, execution)
        if self.accounts is not None and len(spent.recovery) < len(factor.recovery):
            async with self.accounts.change(factor.account, execution) as account:
                account.use_recovery_code(left=len(spent.recovery), now=execution.now)
        return True
