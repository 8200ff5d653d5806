"""Prove once more who one is, in the session that goes on."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Literal
from uuid import UUID

from application.identity.accounts.ports import Credential, Memberships
from application.identity.second_factors.ports import SecondFactors
from application.identity.second_factors.second_factor_demands import SecondFactorDemands
from application.identity.sessions.ports import AccessTokens, SignInSessions
from application.identity.sessions.proving_again import ProvingAgain
from application.identity.sessions.sign_in import SecondFactorNeeded
from application.identity.sessions.signed_in import claimed
from application.shared.command import Command, Receipt
from application.shared.confidential import BearerSecret, Confidential, Password, SecondFactorCode
from application.shared.execution import Execution
from application.shared.pipeline import Handler
from domain.identity.second_factor import WrongCode
from domain.identity.session import SessionExpired, SessionId, SessionIsOver
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId
from domain.shared.time import Instant


class ProveAgain(Confidential, Command, frozen=True, kw_only=True):
    """Prove once more who you are, for what takes a proof from the last minutes; the session stays the same.

    Send the password, and the code of your device where you have one. Where a second factor is demanded of you and this
    session has not shown it, this shows it.
    """

    operation: ClassVar[str] = "identity.prove-again"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        *ProvingAgain.REFUSALS,
        SecondFactorNeeded,
        WrongCode,
        SessionExpired,
    )
    keyed: ClassVar[bool] = False
    conditional: ClassVar[bool] = False
    leaves_fact: ClassVar[bool] = False

    password: Password
    code: SecondFactorCode | None = None
    """What the device shows, or a recovery code."""


class ProvenAgain(Confidential, Receipt, frozen=True, kw_only=True):
    """The session, and an access token that says when it was proven. Its refresh token stays what it is."""

    account: AccountId
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a scheme's name (RFC 6750)
    access_token: BearerSecret
    access_token_expires_at: Instant
    only_enrols: bool = False
    """Whether the access token is still good for nothing but enrolling and confirming a second factor."""

    @property
    def about(self) -> tuple[UUID, ...]:
        """Whose session it is."""
        return (self.account,)


@dataclass(frozen=True, slots=True)
class ProveAgainHandler:
    """Renews the proof of the actor's session. Refreshing never does."""

    proving: ProvingAgain
    factors: SecondFactors
    memberships: Memberships
    demands: SecondFactorDemands
    sessions: SignInSessions
    access_tokens: AccessTokens

    async def prepare(self, command: ProveAgain, execution: Execution) -> Handler[ProveAgain]:
        """Check the password."""
        return partial(self._prove, await self.proving.credential(command.password, execution))

    async def _prove(self, proven: Credential, command: ProveAgain, execution: Execution) -> ProvenAgain:
        session_id, membership = execution.actor.session, await self.memberships.of(proven.account, execution)
        if session_id is None or membership is None:
            raise SessionIsOver
        session = await self.sessions.get(SessionId(session_id), execution)
        with_code = await self._with_code(proven.account, command, execution)
        change = session.prove(with_code=with_code, now=execution.now)
        kept = await self.sessions.successor(session, execution) if session.previous is not None else None
        await self.proving.succeeded(proven, execution)
        await self.sessions.keep(session, change, execution, successor=kept)
        claims = claimed(change.session, membership, await self.demands.of(membership, execution))
        access = self.access_tokens.issue(claims, execution.now, until=session.expires_at)
        return ProvenAgain(
            id=session.id,
            version=change.session.version,
            account=session.account,
            access_token=access.token,
            access_token_expires_at=access.expires_at,
            only_enrols=claims.only_enrols,
        )

    async def _with_code(self, account: AccountId, command: ProveAgain, execution: Execution) -> bool:
        """Use the code up; tell whether the account takes one."""
        factor = await self.factors.of(account, execution)
        if factor is None or not factor.is_confirmed:
            return False
        if command.code is None:
            raise SecondFactorNeeded.concerning(account)
        spent = factor.spent(command.code, now=execution.now)
        if spent is None:
            raise WrongCode
        await self.factors.keep(spent, execution)
        return True
