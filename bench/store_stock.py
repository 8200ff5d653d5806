"""A process that does the same with the stock PostgreSQL application of ``eventsourcing``, in threads.

Its read model is written the way that serves it best: in the transaction and the pipeline of the append, through the
recorder's own hook. It seals nothing, audits nothing and knows no clinic. Prints commands a second.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import msgspec
from bench.stage import Rate, Window
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from eventsourcing.utils import get_topic
from psycopg import Cursor
from psycopg.rows import DictRow

STREAMS = 1024
MINUTES = 17
_REASON = "Sore throat since Monday, no fever, worse in the morning"

_TABLE = """
create table if not exists stock_chart (
  id uuid primary key, version integer not null, patient uuid not null, minutes integer not null,
  updated_at timestamptz not null, reason text not null)
"""
_UPSERT = """
insert into stock_chart (id, version, patient, minutes, updated_at, reason) values (%s, %s, %s, %s, %s, %s)
on conflict (id) do update set version = excluded.version, patient = excluded.patient, minutes = excluded.minutes,
  updated_at = excluded.updated_at, reason = excluded.reason
"""


class Chart(Aggregate):
    """What a visit took, in minutes."""

    class Opened(Aggregate.Created):
        """There is a reason to write something down."""

        patient: UUID
        reason: str

    class Noted(Aggregate.Event):
        """Some minutes were spent."""

        minutes: int

    @event(Opened)
    def __init__(self, patient: UUID, reason: str) -> None:
        self.patient = patient
        self.reason = reason
        self.minutes = 0

    @event(Noted)
    def note(self, minutes: int) -> None:
        """Write down minutes that were spent."""
        self.minutes += minutes


class RecorderWithRow(PostgresApplicationRecorder):
    """Writes the aggregate's row beside its events."""

    def _insert_events(
        self,
        curs: "Cursor[DictRow]",
        stored_events: Sequence[StoredEvent],
        row: tuple[Any, ...] | None = None,
        **kwargs: Any,
    ) -> None:
        super()._insert_events(curs, stored_events, **kwargs)
        curs.execute(_UPSERT, row, prepare=True)


class Charts(Application[UUID]):
    """The stock application."""

    def open(self) -> UUID:
        """Make a chart that later commands change."""
        chart = Chart(patient=uuid4(), reason=_REASON)
        self._store(chart)
        return chart.id

    def note(self, chart_id: UUID) -> None:
        """Carry out the command: load, change, append, project."""
        chart: Chart = self.repository.get(chart_id)
        chart.note(minutes=MINUTES)
        self._store(chart)

    def _store(self, chart: Chart) -> None:
        row = (chart.id, chart.version, chart.patient, chart.minutes, chart.modified_on, chart.reason)
        self.save(chart, row=row)


def main() -> None:
    """Prepare charts, then write for a while."""
    options = argparse.ArgumentParser()
    options.add_argument("--url", required=True)
    options.add_argument("--writers", type=int, required=True)
    options.add_argument("--seconds", type=float, required=True)
    options.add_argument("--warm-up", type=float, required=True)
    given = options.parse_args()
    address = urlsplit(given.url)
    settings = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "APPLICATION_RECORDER_TOPIC": get_topic(RecorderWithRow),
        "POSTGRES_DBNAME": address.path.lstrip("/"),
        "POSTGRES_HOST": address.hostname or "",
        "POSTGRES_PORT": str(address.port),
        "POSTGRES_USER": address.username or "",
        "POSTGRES_PASSWORD": address.password or "",
        "POSTGRES_POOL_SIZE": str(given.writers),
    }
    os.environ["PGOPTIONS"] = "-c client_min_messages=warning"
    with Charts(env=settings) as charts:
        with charts.recorder.datastore.get_connection() as connection:  # type: ignore[attr-defined]  # a PostgreSQL recorder has one
            connection.execute(_TABLE)
        with ThreadPoolExecutor(given.writers) as threads:
            ids = list(threads.map(lambda _: charts.open(), range(STREAMS)))
            window = Window(given.seconds, given.warm_up)
            shares = [ids[writer :: given.writers] for writer in range(given.writers)]
            list(threads.map(lambda share: _write(charts, window, share), shares))
    sys.stdout.write(msgspec.json.encode(Rate(window.rate)).decode())


def _write(charts: Charts, window: Window, ids: list[UUID]) -> None:
    while True:
        for chart_id in ids:
            if not window.is_open():
                return
            charts.note(chart_id)
            window.count()


if __name__ == "__main__":
    main()
