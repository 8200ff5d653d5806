"""A process that loads, appends and projects through the product's unit of work, with as many writers as asked.

Prints how many commands a second it carried out, and the statements that one command sends.
"""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
import uvloop
from bench.captured import Captured, capturing
from bench.chart import REGISTRY, Chart, ChartView, chart
from bench.stage import Window, new_clinic

from application.shared.actor import Actor
from application.shared.execution import Execution
from application.shared.transactions import Answer
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.roles import Role
from infrastructure.crypto.key_ring import KeyRing
from infrastructure.facts.codec import Codec
from infrastructure.memory.key_vault import InMemoryKeyVault
from infrastructure.postgres.audit_entries import CommandEntries
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.event_store import EventStore
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.provisioning import APP
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.retries.answers import KeptAnswers
from infrastructure.postgres.retries.command_naming import CommandNaming
from infrastructure.postgres.subject_keys import SubjectKeys
from infrastructure.postgres.transactions import PostgresTransactions
from infrastructure.postgres.wake import Wake

STREAMS = 1024
"""Charts that the writers share out among themselves, so that histories stay as short as those of appointments."""
MINUTES = 17
"""Told apart from every other number of a command by whoever reads its statements."""
_REASON = "Sore throat since Monday, no fever, worse in the morning"
_ANSWER = Answer(body=b"{}", version=1, consistency_token="")
_AT_ONCE = 64


def stream(number: int) -> UUID:
    """Give the id of a chart by its number; pgbench derives the same in SQL."""
    return UUID(f"00000000-0000-4000-8000-{number:012d}")


class Charts:
    """The command that is measured: load a chart, note minutes, write fact, row and audit entry."""

    def __init__(self, pool: Pool) -> None:
        vault = InMemoryKeyVault()
        keys = SubjectKeys(KeyRing(vault))
        store = EventStore(Codec(REGISTRY), keys)
        rows = ReadModel(chart, Chart, ChartView, ChartView.of, keys, subject=lambda view: view.patient)
        self._transactions = PostgresTransactions(
            pool, store, KeptAnswers(vault, keys, CommandNaming(pool)), CommandEntries(keys), Wake(pool).touch
        )
        self._charts = PostgresRepository(Chart, store, [rows], patient=lambda chart: chart.patient)
        self._actor = Actor(clinic=new_clinic(), id=AccountId(uuid4()), role=Role.CLINICIAN)

    async def open(self, number: int) -> None:
        """Make a chart that later commands change."""
        execution = self._execution()
        async with self._transactions.begin(execution, None, 10) as transaction:
            made = Chart.open(PatientId(stream(number)), PatientId(uuid4()), _REASON)
            await self._charts.add(made, execution)
            await transaction.commit(_ANSWER, None)

    async def note(self, number: int) -> None:
        """Carry out the command."""
        execution = self._execution()
        async with self._transactions.begin(execution, None, 10) as transaction:
            async with self._charts.change(stream(number), execution) as found:
                found.note(MINUTES)
            await transaction.commit(_ANSWER, None)

    def _execution(self) -> Execution:
        return Execution(
            actor=self._actor,
            operation="bench.note-minutes",
            reach="any",
            command_id=uuid4(),
            now=datetime.now(UTC),
            correlation_id=uuid4(),
        )


class Outcome(msgspec.Struct, frozen=True):
    """What this process prints."""

    rate: float
    statements: list[Captured]
    """Of one command, on the charts beyond those that the writers used."""


async def main() -> None:
    """Prepare charts, write for a while, then show one command's statements."""
    options = argparse.ArgumentParser()
    options.add_argument("--url", required=True)
    options.add_argument("--writers", type=int, required=True)
    options.add_argument("--seconds", type=float, required=True)
    options.add_argument("--warm-up", type=float, required=True)
    given = options.parse_args()
    pool = await open_pool(given.url, APP, size=given.writers, statement_cache=256)
    charts = Charts(pool)
    await _prepare(charts, 2 * STREAMS)
    window = Window(given.seconds, given.warm_up)
    async with asyncio.TaskGroup() as group:
        for writer in range(given.writers):
            group.create_task(_write(charts, window, range(writer, STREAMS, given.writers)))
    last, before = 2 * STREAMS - 1, 2 * STREAMS - 2
    statements = await capturing(
        pool, {stream(last): lambda: charts.note(last), stream(before): lambda: charts.note(before)}
    )
    await pool.close()
    sys.stdout.buffer.write(msgspec.json.encode(Outcome(window.rate, statements)))


async def _prepare(charts: Charts, count: int) -> None:
    for first in range(0, count, _AT_ONCE):
        await asyncio.gather(*(charts.open(number) for number in range(first, min(count, first + _AT_ONCE))))


async def _write(charts: Charts, window: Window, numbers: range) -> None:
    while True:
        for number in numbers:
            if not window.is_open():
                return
            await charts.note(number)
            window.count()


if __name__ == "__main__":
    uvloop.run(main())
