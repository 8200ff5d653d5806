"""End a session."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.sessions.ports import SignInSessions
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.identity.account import AccountIsDisabled
from domain.identity.session import SessionEnd, SessionId
from domain.shared.errors import DomainError


class EndSession(Command, frozen=True, kw_only=True):
    """End a session: one of your own, or, as an owner, anybody's."""

    operation: ClassVar[str] = "identity.end-session"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (AccountIsDisabled,)
    conditional: ClassVar[bool] = False

    session: InPath[SessionId] = IN_PATH


@dataclass(frozen=True, slots=True)
class EndSessionHandler:
    """Ends a session of the actor's clinic; one that is over stays as it is."""

    acting: ActingAccounts
    sessions: SignInSessions

    async def __call__(self, command: EndSession, execution: Execution) -> Receipt:
        """End the session. Raises ``NotFound`` for another's where only one's own are in reach."""
        session = await self.sessions.get(command.session, execution)
        why = SessionEnd.SIGNED_OUT
        if session.account != execution.actor.id:
            if execution.reach == "own":
                raise NotFound(id=session.id)
            await self.acting.check(execution)
            why = SessionEnd.ENDED_BY_OWNER
        ended = session.end(why, now=execution.now)
        await self.sessions.keep(session, ended, execution)
        return Receipt(id=session.id, version=ended.session.version)
