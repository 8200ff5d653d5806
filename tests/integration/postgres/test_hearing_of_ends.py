"""What a process hears of sessions that ended, and what it does when it hears nothing."""

from uuid import UUID, uuid4

import pytest

from application.identity.sessions.ports import NotVouchedFor
from domain.identity.session import SessionIsOver
from infrastructure.postgres.connection import Pool, lent
from infrastructure.postgres.identity.revocations import BELIEVED, KEPT, LATELY, WHOLE_EVERY, PostgresRevocations

_END = "insert into ended_session (session_id, ended_at) values ($1, now() - make_interval(secs => $2))"
_TOLD = "select true from ended_session where session_id = $1"

LONG_AGO = KEPT.total_seconds()


class Listener:
    """A process whose clock a test turns."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.seconds = 0.0
        self.revocations = PostgresRevocations(lambda: self.seconds)

    async def hear(self) -> None:
        """Read once."""
        async with lent(self.pool) as connection:
            await self.revocations.hear(connection)

    def lets_in(self, session: UUID) -> bool:
        """Tell whether a session's tokens are taken."""
        try:
            self.revocations.check(session)
        except SessionIsOver:
            return False
        return True


@pytest.fixture
def listener(app_pool: Pool) -> Listener:
    """Give a process that has heard nothing yet."""
    return Listener(app_pool)


async def ended(pool: Pool, seconds_ago: float) -> UUID:
    """Have a session that ended so long ago."""
    session = uuid4()
    async with lent(pool) as connection:
        await connection.execute(_END, session, seconds_ago)
    return session


async def test_who_has_heard_nothing_vouches_for_nobody(listener: Listener) -> None:
    """Before the first reading, and four seconds after the last, nobody is let in; the next reading mends it."""
    with pytest.raises(NotVouchedFor):
        listener.lets_in(uuid4())
    for _ in range(2):
        await listener.hear()
        listener.seconds += BELIEVED - 1
        assert listener.lets_in(uuid4())
        listener.seconds += 2
        with pytest.raises(NotVouchedFor):
            listener.lets_in(uuid4())


@pytest.mark.parametrize("silence", [1, LATELY.total_seconds() - 1, LATELY.total_seconds() + 1, LONG_AGO - 1])
async def test_nothing_is_missed_in_a_silence(listener: Listener, silence: float) -> None:
    """However long a process was cut off, its next reading tells what ended meanwhile; what it knew it knows."""
    before = await ended(listener.pool, 0)
    await listener.hear()
    meanwhile = await ended(listener.pool, silence)
    listener.seconds += silence
    await listener.hear()
    assert (listener.lets_in(before), listener.lets_in(meanwhile)) == (False, False)


async def test_what_no_token_outlives_is_forgotten(listener: Listener) -> None:
    """Once every access token of a session has run out, its end is told no more, and later deleted."""
    over, long_over = [await ended(listener.pool, seconds) for seconds in (LONG_AGO + 1, 2 * LONG_AGO + 1)]
    await listener.hear()
    assert (listener.lets_in(over), listener.lets_in(long_over)) == (True, True)
    async with lent(listener.pool) as connection:
        assert [await connection.fetchval(_TOLD, session) for session in (over, long_over)] == [True, None]


async def test_memory_is_freed(listener: Listener) -> None:
    """What a process heard of, it forgets when it is told no more."""
    session = await ended(listener.pool, 0)
    await listener.hear()
    async with lent(listener.pool) as connection:
        await connection.execute("delete from ended_session where session_id = $1", session)
    for passed, known in ((WHOLE_EVERY / 20, False), (WHOLE_EVERY, True)):
        listener.seconds += passed
        await listener.hear()
        assert listener.lets_in(session) is known
