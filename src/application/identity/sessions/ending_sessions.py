"""Ending every session of an account."""

from dataclasses import dataclass

from application.identity.sessions.ports import SignInSessions
from application.shared.execution import Execution
from domain.identity.session import SessionEnd
from domain.shared.identifiers import AccountId


@dataclass(frozen=True, slots=True)
class EndingSessions:
    """Ends sessions from outside. Every process hears of it within seconds, and takes their access tokens no more."""

    sessions: SignInSessions

    async def end_all(self, account: AccountId, why: SessionEnd, execution: Execution) -> None:
        """End every live session of an account, so that none of its refresh tokens works any more.

        The caller changes the account's credential in the same transaction: a sign-in at the same moment does so too,
        so one of the two comes first and the other sees it.
        """
        for session in await self.sessions.live(account, execution):
            await self.sessions.keep(session, session.end(why, now=execution.now), execution)
