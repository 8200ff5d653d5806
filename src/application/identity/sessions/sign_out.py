"""Sign out on this device."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.sessions.ports import SignInSessions
from application.identity.sessions.refresh_session import PresentedSessions
from application.identity.sessions.signed_in import RefreshTokenUnknown
from application.shared.command import Command, Receipt
from application.shared.confidential import BearerSecret, Confidential
from application.shared.execution import Execution
from domain.identity.session import SessionEnd
from domain.shared.errors import DomainError


class SignOut(Confidential, Command, frozen=True, kw_only=True):
    """End the session that a refresh token is of; an access token is not needed, it may have expired."""

    operation: ClassVar[str] = "identity.sign-out"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (RefreshTokenUnknown,)
    keyed: ClassVar[bool] = False
    conditional: ClassVar[bool] = False

    refresh_token: BearerSecret


class SignOutOperator(SignOut, frozen=True, kw_only=True):
    """End the session that an operator's refresh token is of."""

    operation: ClassVar[str] = "identity.sign-out-operator"


@dataclass(frozen=True, slots=True)
class SignOutHandler:
    """Ends one session; one that is over stays as it is."""

    presented: PresentedSessions
    sessions: SignInSessions

    async def __call__(self, command: SignOut, execution: Execution) -> Receipt:
        """End the session."""
        _, session = await self.presented.find(command.refresh_token, execution)
        ended = session.end(SessionEnd.SIGNED_OUT, now=execution.now)
        await self.sessions.keep(session, ended, execution)
        return Receipt(id=session.id, version=ended.session.version)
