"""Refresh tokens: each is used once, a lost answer is forgiven, a stolen token ends the session."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from domain.identity.session import (
    Ended,
    GraceRepeat,
    Proven,
    RefreshTokenReused,
    ReuseDetected,
    Rotated,
    SessionChange,
    SessionEnd,
    SessionEnded,
    SessionExpired,
    SessionId,
    SessionIsOver,
    SessionPolicy,
    SessionStarted,
    SignInSession,
    Started,
    TokenDigest,
)
from unit.identity.people import ACCOUNT, NINE, TEN

POLICY = SessionPolicy(longest=timedelta(hours=2), idle=timedelta(minutes=30), grace=timedelta(seconds=30))
SESSION = SessionId(UUID(int=9))
FIRST, SECOND, THIRD = TokenDigest(b"first"), TokenDigest(b"second"), TokenDigest(b"third")
A_MINUTE, TEN_SECONDS, THE_GRACE = timedelta(minutes=1), timedelta(seconds=10), timedelta(seconds=30)
NINE_TWENTY = NINE + timedelta(minutes=20)
ROTATED_AT = NINE + A_MINUTE

signed_in = SignInSession.start(SESSION, ACCOUNT, FIRST, now=NINE, policy=POLICY).session
refreshed = signed_in.refresh(FIRST, SECOND, now=ROTATED_AT, policy=POLICY).session


def refreshing(session: SignInSession, token: TokenDigest, now: datetime) -> SessionChange:
    """Present a token, the third being ready to succeed it."""
    return session.refresh(token, THIRD, now=now, policy=POLICY)


def test_proving_again() -> None:
    """Who proves again who they are stays in the same session; its refresh tokens stay too."""
    proven = refreshed.prove(with_code=True, now=NINE_TWENTY)
    changed = msgspec.structs.replace(refreshed, version=3, proven_at=NINE_TWENTY, with_code=True)
    assert proven == Proven(session=changed)


def test_refreshing_proves_nothing() -> None:
    """A session that is refreshed all morning was proven when it was signed in to."""
    assert refreshed.last_proof == NINE


def test_a_session_from_before_proofs_were_kept() -> None:
    """Where no proof was noted the sign-in was the last."""
    assert msgspec.structs.replace(refreshed, proven_at=None).last_proof == NINE


def test_proving_in_a_session_that_is_over() -> None:
    """A session that ended, or that nobody used for half an hour, is not proven again."""
    ended = signed_in.end(SessionEnd.SIGNED_OUT, now=NINE).session
    with pytest.raises(SessionIsOver):
        ended.prove(with_code=False, now=NINE)
    with pytest.raises(SessionExpired):
        signed_in.prove(with_code=False, now=TEN)


def test_signing_in() -> None:
    """A session lasts a working day at most, and half an hour when nobody uses it."""
    started = SignInSession.start(SESSION, ACCOUNT, FIRST, now=NINE, policy=POLICY)
    fact = SessionStarted(
        originator_id=SESSION,
        originator_version=1,
        timestamp=NINE,
        account=ACCOUNT,
        started_at=NINE,
        expires_at=NINE + timedelta(hours=2),
    )
    record = SignInSession(
        id=SESSION,
        version=1,
        account=ACCOUNT,
        started_at=NINE,
        expires_at=NINE + timedelta(hours=2),
        idle_expires_at=NINE + timedelta(minutes=30),
        current=FIRST,
        proven_at=NINE,
    )
    assert started == Started(session=record, facts=(fact,))


def test_a_short_session_is_never_idle_for_longer() -> None:
    """A session does not outlast its end by being idle."""
    brief = msgspec.structs.replace(POLICY, longest=timedelta(minutes=5))
    session = SignInSession.start(SESSION, ACCOUNT, FIRST, now=NINE, policy=brief).session
    assert session.idle_expires_at == session.expires_at


def test_refreshing() -> None:
    """A token is exchanged for its successor, and the half hour begins again; nobody else hears of it."""
    successor = msgspec.structs.replace(
        signed_in,
        version=2,
        current=SECOND,
        previous=FIRST,
        rotated_at=ROTATED_AT,
        idle_expires_at=ROTATED_AT + timedelta(minutes=30),
    )
    outcome = signed_in.refresh(FIRST, SECOND, now=ROTATED_AT, policy=POLICY)
    assert outcome == Rotated(session=successor, facts=())


def test_the_end_does_not_move() -> None:
    """However often it is refreshed, a session ends when it would have ended."""
    late = msgspec.structs.replace(signed_in, idle_expires_at=signed_in.expires_at)
    outcome = refreshing(late, FIRST, signed_in.expires_at - A_MINUTE)
    assert outcome.session.idle_expires_at == signed_in.expires_at


def test_a_lost_answer_is_forgiven() -> None:
    """Who did not get the answer may ask again for thirty seconds, and gets the same successor."""
    assert refreshing(refreshed, FIRST, ROTATED_AT + TEN_SECONDS) == GraceRepeat(session=refreshed, facts=())


def test_a_spent_token_after_the_grace() -> None:
    """A spent token that comes back later was stolen: the session ends for both, and the theft is noted."""
    now = ROTATED_AT + THE_GRACE
    reused = RefreshTokenReused(
        originator_id=SESSION, originator_version=3, timestamp=now, account=ACCOUNT, reused_at=now
    )
    ended = SessionEnded(
        originator_id=SESSION,
        originator_version=4,
        timestamp=now,
        account=ACCOUNT,
        why=SessionEnd.TOKEN_REUSED,
        ended_at=now,
    )
    over = msgspec.structs.replace(
        refreshed, version=4, previous=None, rotated_at=None, ended_at=now, why=SessionEnd.TOKEN_REUSED
    )
    assert refreshing(refreshed, FIRST, now) == ReuseDetected(session=over, facts=(reused, ended))


def test_a_token_from_long_ago() -> None:
    """A token that was spent two refreshes ago was stolen, even within the grace of the last one."""
    twice = refreshing(refreshed, SECOND, ROTATED_AT + TEN_SECONDS).session
    assert isinstance(refreshing(twice, FIRST, ROTATED_AT + TEN_SECONDS), ReuseDetected)


def test_a_strange_token_at_the_start() -> None:
    """A session that was never refreshed knows only its first token."""
    assert isinstance(refreshing(signed_in, SECOND, ROTATED_AT), ReuseDetected)


def test_a_thief_locks_out_both() -> None:
    """After a theft, the newest token does not work either."""
    over = refreshing(refreshed, FIRST, ROTATED_AT + THE_GRACE).session
    with pytest.raises(SessionIsOver) as refusal:
        refreshing(over, SECOND, ROTATED_AT + THE_GRACE)
    assert refusal.value.details == {"why": SessionEnd.TOKEN_REUSED}


def test_too_long_idle() -> None:
    """After half an hour without a refresh one signs in again."""
    half_past = NINE + timedelta(minutes=30)
    with pytest.raises(SessionExpired) as refusal:
        refreshing(signed_in, FIRST, half_past)
    assert refusal.value.details == {"expired_at": half_past}


def test_too_long_altogether() -> None:
    """At its end a session is over, however busy."""
    busy = msgspec.structs.replace(signed_in, idle_expires_at=signed_in.expires_at)
    with pytest.raises(SessionExpired):
        refreshing(busy, FIRST, signed_in.expires_at)


@pytest.mark.parametrize("why", list(SessionEnd))
def test_signing_out(why: SessionEnd) -> None:
    """A session is ended by signing out, here or everywhere, by a new password, or with its account; why is noted."""
    ended = SessionEnded(
        originator_id=SESSION,
        originator_version=3,
        timestamp=ROTATED_AT,
        account=ACCOUNT,
        why=why,
        ended_at=ROTATED_AT,
    )
    over = msgspec.structs.replace(refreshed, version=3, previous=None, rotated_at=None, ended_at=ROTATED_AT, why=why)
    assert refreshed.end(why, now=ROTATED_AT) == Ended(session=over, facts=(ended,))


def test_signing_out_twice() -> None:
    """Signing out of a session that is over changes nothing, not even why it ended."""
    over = refreshed.end(SessionEnd.SIGNED_OUT, now=ROTATED_AT).session
    assert over.end(SessionEnd.ACCOUNT_DISABLED, now=ROTATED_AT) == Ended(session=over, facts=())


def test_the_usual_lengths() -> None:
    """Unless a clinic says otherwise: a working day, half an hour idle, thirty seconds of grace."""
    usual = SessionPolicy()
    assert (usual.longest, usual.idle, usual.grace) == (timedelta(hours=12), timedelta(minutes=30), THE_GRACE)
