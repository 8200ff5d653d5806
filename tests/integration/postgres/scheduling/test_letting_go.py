"""A command that was refused a time gives its locks back before it looks for another."""

import asyncio
from uuid import uuid4

import pytest

from application.shared.execution import Execution
from infrastructure.postgres.connection import Connection, clinic_transaction, lock_key
from infrastructure.postgres.session import Session
from integration.clock import TUESDAY_NINE
from integration.people import Clinic
from integration.stack import Stack


def _session(clinic: Clinic, connection: Connection) -> Session:
    execution = Execution(
        actor=clinic.front_desk.actor,
        operation="scheduling.book-appointment",
        reach="any",
        command_id=uuid4(),
        now=TUESDAY_NINE,
        correlation_id=uuid4(),
    )
    return Session(connection, execution, patience=5)


async def test_whoever_waits_goes_on(stack: Stack, clinic: Clinic) -> None:
    """The lock is free as soon as the refused command has let go, though it keeps its connection."""
    assert stack.pool is not None
    provider = lock_key(uuid4())
    async with clinic_transaction(stack.pool, clinic.id) as mine, clinic_transaction(stack.pool, clinic.id) as theirs:
        refused, waiting = _session(clinic, mine), _session(clinic, theirs)
        await refused.lock(provider)
        turn = asyncio.create_task(waiting.lock(provider))
        await asyncio.sleep(0.05)
        assert not turn.done()
        await refused.let_go()
        async with asyncio.timeout(60):
            await turn
        assert not mine.is_in_transaction()


async def test_what_was_refused_writes_nothing(stack: Stack, clinic: Clinic) -> None:
    """A handler that swallowed its refusal cannot commit."""
    assert stack.pool is not None
    async with clinic_transaction(stack.pool, clinic.id) as connection:
        session = _session(clinic, connection)
        await session.let_go()
        with pytest.raises(RuntimeError, match="refused"):
            await session.write(stack.container.shared.store(), stack.container.shared.entries())
