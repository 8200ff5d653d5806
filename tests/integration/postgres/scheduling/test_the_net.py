"""Under every rule and lock lies a constraint: nothing is taken twice, whoever writes."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import asyncpg
import pytest

from infrastructure.postgres.connection import Connection, clinic_transaction
from integration.clock import TUESDAY_NINE
from integration.people import Clinic
from integration.stack import Stack

HOUR: Final = timedelta(hours=1)
NINE, TEN, ELEVEN = TUESDAY_NINE, TUESDAY_NINE + HOUR, TUESDAY_NINE + 2 * HOUR
DR_LEE, DR_CHO = uuid4(), uuid4()

_TAKE: Final = """
insert into reservation (clinic_id, owner_id, kind, resource_id, starts_at, ends_at, lane, owner_kind)
values ($1, $2, 'provider', $3, $4, $5, $6, 'appointment')
"""


class Writing:
    """A transaction that takes time from providers past every rule."""

    def __init__(self, clinic: Clinic, connection: Connection) -> None:
        self._clinic = clinic
        self.connection = connection

    async def take(self, starts_at: datetime, ends_at: datetime, provider: UUID = DR_LEE, lane: int = 0) -> UUID:
        """Take a provider's time and give the owner of the reservation."""
        owner = uuid4()
        await self.connection.execute(_TAKE, self._clinic.id, owner, provider, starts_at, ends_at, lane)
        return owner


@pytest.fixture
async def writing(stack: Stack, clinic: Clinic) -> AsyncIterator[Writing]:
    """Give an open transaction of the application's role."""
    assert stack.pool is not None
    async with clinic_transaction(stack.pool, clinic.id) as connection:
        yield Writing(clinic, connection)


async def _refused(writing: Writing, starts_at: datetime, ends_at: datetime) -> bool:
    await writing.connection.execute("savepoint before")
    try:
        await writing.take(starts_at, ends_at)
    except asyncpg.ExclusionViolationError:
        await writing.connection.execute("rollback to before")
        return True
    return False


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "overlaps"),
    [
        (NINE, TEN, True),
        (NINE - HOUR, NINE + timedelta(microseconds=1), True),
        (NINE + HOUR / 4, NINE + HOUR / 2, True),
        (NINE - HOUR, TEN + HOUR, True),
        (TEN, ELEVEN, False),
        (NINE - HOUR, NINE, False),
    ],
)
async def test_one_visit_at_a_time(writing: Writing, starts_at: datetime, ends_at: datetime, *, overlaps: bool) -> None:
    """Any overlap is refused; visits that touch are not."""
    await writing.take(NINE, TEN)
    assert await _refused(writing, starts_at, ends_at) is overlaps


async def test_another_provider_and_another_lane(writing: Writing) -> None:
    """Time is a provider's own, and a deliberate overbooking stands beside it in a lane of its own."""
    await writing.take(NINE, TEN)
    await writing.take(NINE, TEN, provider=DR_CHO)
    await writing.take(NINE, TEN, lane=1)
    assert await _refused(writing, NINE, TEN)


async def test_times_change_hands_in_one_statement(writing: Writing, clinic: Clinic) -> None:
    """Two visits swap their times, a third takes one that is given back: order within a statement does not matter."""
    first, second = await writing.take(NINE, TEN), await writing.take(TEN, ELEVEN)
    swap = """
      with one as (update reservation set starts_at = $2, ends_at = $3 where clinic_id = $1 and owner_id = $4),
           other as (update reservation set starts_at = $5, ends_at = $2 where clinic_id = $1 and owner_id = $6) select
    """
    await writing.connection.execute(swap, clinic.id, TEN, ELEVEN, first, NINE, second)
    replaced = f"""
      with taken as ({_TAKE}), given_back as (delete from reservation where clinic_id = $1 and owner_id = $7) select
    """  # noqa: S608 - own text
    await writing.connection.execute(replaced, clinic.id, uuid4(), DR_LEE, NINE, TEN, 0, second)
    assert await _refused(writing, NINE, TEN)


async def test_who_is_not_of_the_clinic_sees_nothing(writing: Writing, stack: Stack, other_clinic: Clinic) -> None:
    """Another clinic's time is another matter, even for an id that is the same."""
    await writing.take(NINE, TEN)
    assert stack.pool is not None
    async with clinic_transaction(stack.pool, other_clinic.id) as connection:
        elsewhere = Writing(other_clinic, connection)
        await elsewhere.take(NINE, TEN)
        assert await connection.fetchval("select count(*) from reservation") == 1
