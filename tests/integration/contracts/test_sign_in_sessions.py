"""Who is signed in where: what every storage promises of sessions, each guarded by its version."""

from datetime import timedelta
from typing import cast
from uuid import uuid4

import pytest

from application.identity.sessions.ports import SignInSessions
from application.shared.refusals import NotFound
from application.shared.transactions import LostRace
from domain.identity.session import (
    SessionChange,
    SessionEnd,
    SessionId,
    SessionPolicy,
    SignInSession,
    TokenDigest,
)
from domain.shared.identifiers import AccountId
from integration.clock import SetClock
from integration.contracts.registry import attempt, execution
from integration.people import Clinic
from integration.stack import Stack

PORTS = (SignInSessions,)

FIRST, SECOND, THIRD = (TokenDigest(bytes([n]) * 32) for n in range(3))
LASTING = SessionPolicy()


def sessions_of(stack: Stack) -> SignInSessions:
    """Give the storage's sessions."""
    return cast("SignInSessions", stack.container.identity.ports.sessions())


async def started(
    stack: Stack, clinic: Clinic, account: AccountId, *, with_code: bool = False, commit: bool = True
) -> SignInSession:
    """Sign somebody in, perhaps with a code; perhaps only as a rehearsal."""
    async with attempt(stack, starting := execution(stack, clinic.owner)) as transaction:
        new = SignInSession.start(
            SessionId(uuid4()), account, FIRST, with_code=with_code, now=starting.now, policy=LASTING
        )
        await sessions_of(stack).start(new, starting)
        await (transaction.commit() if commit else transaction.rehearse())
    return new.session


async def keep(
    stack: Stack,
    clinic: Clinic,
    seen: SignInSession,
    change: SessionChange,
    successor: str | None = None,
) -> None:
    """Keep what came of a session."""
    async with attempt(stack, keeping := execution(stack, clinic.owner)) as transaction:
        await sessions_of(stack).keep(seen, change, keeping, successor=successor)
        await transaction.commit()


async def kept(stack: Stack, clinic: Clinic, session: SessionId) -> SignInSession:
    """Read a session as it is kept."""
    async with attempt(stack, asking := execution(stack, clinic.owner)):
        return await sessions_of(stack).get(session, asking)


async def live(stack: Stack, clinic: Clinic, account: AccountId) -> set[SessionId]:
    """Name an account's live sessions."""
    async with attempt(stack, asking := execution(stack, clinic.owner)):
        return {session.id for session in await sessions_of(stack).live(account, asking)}


async def test_a_session_is_kept_as_it_was_started(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """It is found in its own clinic, and in no other."""
    session = await started(stack, clinic, AccountId(uuid4()))
    assert await kept(stack, clinic, session.id) == session
    for where, unknown in ((other_clinic, session.id), (clinic, SessionId(uuid4()))):
        with pytest.raises(NotFound):
            await kept(stack, where, unknown)


async def test_how_it_was_started(stack: Stack, clinic: Clinic) -> None:
    """Whether a second factor was shown at its start is kept."""
    session = await started(stack, clinic, AccountId(uuid4()), with_code=True)
    assert (await kept(stack, clinic, session.id)).with_code


async def test_a_proof_is_kept(stack: Stack, clinic: Clinic, clock: SetClock) -> None:
    """When somebody proved again who they are is kept, and whether with a code."""
    session = await started(stack, clinic, AccountId(uuid4()))
    await keep(stack, clinic, session, session.prove(with_code=True, now=clock.advance(timedelta(minutes=1))))
    proven = await kept(stack, clinic, session.id)
    assert (proven.last_proof, proven.with_code) == (clock.at, True)


async def test_the_successor_is_kept_until_the_next_one(stack: Stack, clinic: Clinic) -> None:
    """The newest token can be given once more; the one before it is forgotten, and at the end the last one too."""
    session = await started(stack, clinic, AccountId(uuid4()))

    async def successor() -> str:
        async with attempt(stack, asking := execution(stack, clinic.owner)):
            return await sessions_of(stack).successor(session, asking)

    with pytest.raises(NotFound):
        await successor()
    for presented, next_one, text in ((FIRST, SECOND, "second"), (SECOND, THIRD, "third")):
        seen = await kept(stack, clinic, session.id)
        change = seen.refresh(presented, next_one, now=stack.clock.now(), policy=LASTING)
        await keep(stack, clinic, seen, change, text)
        assert await successor() == text
    seen = await kept(stack, clinic, session.id)
    await keep(stack, clinic, seen, seen.end(SessionEnd.SIGNED_OUT, now=stack.clock.now()))
    with pytest.raises(NotFound):
        await successor()


async def test_live_sessions_are_those_that_go_on(stack: Stack, clinic: Clinic, clock: SetClock) -> None:
    """Neither what has ended nor what nobody used for too long, nor another's."""
    account = AccountId(uuid4())
    idle = await started(stack, clinic, account)
    clock.at += LASTING.idle - timedelta(seconds=1)
    ended, open_, _ = [await started(stack, clinic, who) for who in (account, account, AccountId(uuid4()))]
    await keep(stack, clinic, ended, ended.end(SessionEnd.SIGNED_OUT, now=clock.at))
    assert await live(stack, clinic, account) == {idle.id, open_.id}
    clock.at += timedelta(seconds=1)
    assert await live(stack, clinic, account) == {open_.id}


async def test_of_two_who_saw_the_same_one_loses(stack: Stack, clinic: Clinic) -> None:
    """Of two refreshes with one token at the same moment, one gives a successor."""
    session = await started(stack, clinic, AccountId(uuid4()))
    refreshed = session.refresh(FIRST, SECOND, now=stack.clock.now(), policy=LASTING)
    await keep(stack, clinic, session, refreshed, "second")
    other = session.refresh(FIRST, THIRD, now=stack.clock.now(), policy=LASTING)
    with pytest.raises(LostRace):
        await keep(stack, clinic, session, other, "third")
    assert (await kept(stack, clinic, session.id)).current == SECOND


async def test_what_changed_nothing_is_no_race(stack: Stack, clinic: Clinic) -> None:
    """Ending what is over keeps it as it is."""
    session = await started(stack, clinic, AccountId(uuid4()))
    await keep(stack, clinic, session, session.end(SessionEnd.SIGNED_OUT, now=stack.clock.now()))
    over = await kept(stack, clinic, session.id)
    await keep(stack, clinic, over, over.end(SessionEnd.PASSWORD_CHANGED, now=stack.clock.now()))
    assert await kept(stack, clinic, session.id) == over


async def test_what_is_not_committed_is_not_kept(stack: Stack, clinic: Clinic) -> None:
    """A rehearsal signs nobody in or out."""
    account = AccountId(uuid4())
    await started(stack, clinic, account, commit=False)
    assert await live(stack, clinic, account) == set()
    session = await started(stack, clinic, account)
    async with attempt(stack, ending := execution(stack, clinic.owner)) as transaction:
        await sessions_of(stack).keep(session, session.end(SessionEnd.SIGNED_OUT, now=ending.now), ending)
        await transaction.rehearse()
    assert await kept(stack, clinic, session.id) == session
