"""Whose access tokens are void: what every storage promises to whoever has heard."""

from contextlib import nullcontext
from typing import cast
from uuid import uuid4

import pytest

from application.identity.sessions.ports import Revocations
from domain.identity.session import SessionEnd, SessionId, SessionIsOver, SignInSession
from domain.identity.standing import ClinicIsClosed, ClinicIsSuspended, ClinicStanding
from domain.shared.identifiers import AccountId
from integration.contracts.registry import attempt, execution
from integration.contracts.test_sign_in_sessions import FIRST, LASTING, SECOND, keep, sessions_of, started
from integration.people import Clinic
from integration.stack import Stack

PORTS = (Revocations,)


def revocations_of(stack: Stack) -> Revocations:
    """Give what the storage knows."""
    return cast("Revocations", stack.container.identity.ports.revocations())


async def ended(stack: Stack, clinic: Clinic, *, commit: bool = True) -> SignInSession:
    """Sign somebody in and out again; perhaps the latter only as a rehearsal."""
    session = await started(stack, clinic, AccountId(uuid4()))
    async with attempt(stack, ending := execution(stack, clinic.owner)) as transaction:
        await sessions_of(stack).keep(session, session.end(SessionEnd.SIGNED_OUT, now=ending.now), ending)
        await (transaction.commit() if commit else transaction.rehearse())
    return session


async def test_what_ended_is_void(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """In whichever clinic a session ends, its tokens are taken no more; all others are."""
    over = [await ended(stack, one) for one in (clinic, other_clinic)]
    open_ = await started(stack, clinic, AccountId(uuid4()))
    await stack.hear()
    for session in over:
        with pytest.raises(SessionIsOver):
            revocations_of(stack).check(session.id)
    revocations_of(stack).check(open_.id)
    revocations_of(stack).check(SessionId(uuid4()))


async def test_a_refresh_voids_nothing(stack: Stack, clinic: Clinic) -> None:
    """A session that goes on is taken, however often it was refreshed."""
    session = await started(stack, clinic, AccountId(uuid4()))
    refreshed = session.refresh(FIRST, SECOND, now=stack.clock.now(), policy=LASTING)
    await keep(stack, clinic, session, refreshed, "second")
    await stack.hear()
    revocations_of(stack).check(session.id)


async def test_a_rehearsal_voids_nothing(stack: Stack, clinic: Clinic) -> None:
    """Who rehearses signing out stays signed in."""
    session = await ended(stack, clinic, commit=False)
    await stack.hear()
    revocations_of(stack).check(session.id)


async def test_a_clinic_that_takes_nobody(stack: Stack) -> None:
    """It is known of every clinic how it stands, as it was said last; a rehearsal says nothing."""
    clinic, next_door = await stack.open_clinic(), await stack.open_clinic()
    for standing, commit, refusal in (
        (ClinicStanding.SUSPENDED, False, None),
        (ClinicStanding.SUSPENDED, True, ClinicIsSuspended),
        (ClinicStanding.OPEN, True, None),
        (ClinicStanding.CLOSED, True, ClinicIsClosed),
    ):
        async with attempt(stack, saying := execution(stack, clinic.owner)) as transaction:
            await stack.container.identity.ports.directory().stand(standing, saying)
            await (transaction.commit() if commit else transaction.rehearse())
        await stack.hear()
        with pytest.raises(refusal) if refusal else nullcontext():
            revocations_of(stack).check_clinic(clinic.id)
        revocations_of(stack).check_clinic(next_door.id)
