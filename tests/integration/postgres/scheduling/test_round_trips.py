"""How often a command goes to the database and back: what a booking costs before anything else."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

import pytest

from infrastructure.postgres.provisioning import APP
from integration.clock import SetClock
from integration.databases import Database
from integration.http.scheduling.practice import NINE, Practice, done, patient_of
from integration.stack import Stack, running

HOUR: Final = timedelta(hours=1)
NOT_THE_COMMANDS: Final = ("notify", "WITH RECURSIVE typeinfo", "SELECT current_setting")
"""The word to followers, and what the driver asks about types once a connection."""

BEGIN, HELD, KEPT, ROLLBACK, COMMIT = (
    "BEGIN",
    "SELECT pg_advisory_xact_lock",
    "select c.body_mac",
    "ROLLBACK",
    "COMMIT",
)
DESK, FACTS, POLICY, FLUSH, IN_ONE = (
    "select b.policy, json_build_object",
    "select e.version",
    "select policy",
    "with w0",
    "with entered as materialized (select set_config",
)
ALL_FACTS, CLOCK = "select e.stream_id", "select coalesce(a.rules -> 'zone'"


class Trips:
    """The statements of the only connection, in order."""

    def __init__(self) -> None:
        self._sent: list[str] = []

    def note(self, query: Any) -> None:
        """Note a statement that was answered."""
        statement = " ".join(query.query.split())
        if not statement.startswith(NOT_THE_COMMANDS):
            self._sent.append(statement)

    @contextmanager
    def expected(self, *beginnings: str) -> Iterator[None]:
        """Expect exactly these statements, by how they begin."""
        self._sent.clear()
        yield
        shortened = [statement[:80] for statement in self._sent]
        assert len(shortened) == len(beginnings), shortened
        assert all(map(str.startswith, shortened, beginnings)), shortened


@pytest.fixture(scope="module")
async def stack(database: Database) -> AsyncIterator[Stack]:
    """Run the application over one connection."""
    async with database.pool(APP, size=1) as pool, running(pool) as stack:
        yield stack


@pytest.fixture
async def trips(stack: Stack, at: Practice) -> AsyncIterator[Trips]:
    """Listen to the connection, over which something was booked before: keys are known, statements prepared."""
    await at.booked()
    assert stack.pool is not None
    trips = Trips()
    async with stack.pool.acquire() as connection:
        connection.add_query_logger(trips.note)
    yield trips
    async with stack.pool.acquire() as connection:
        connection.remove_query_logger(trips.note)


async def test_a_booking(at: Practice, trips: Trips) -> None:
    """Begin and hold, read, write, commit."""
    with trips.expected(BEGIN, DESK, FLUSH, COMMIT):
        assert (await at.book(NINE + HOUR)).status_code == 201


async def test_a_booking_under_a_key(at: Practice, trips: Trips) -> None:
    """Two more: the key is held, and the answer under it looked for, before anything else; then that is all.

    The first key of a process has it ask once how commands are named.
    """
    http, body, key = at.desk.http, at.booking(NINE + HOUR), {"Idempotency-Key": "once"}
    await done(await http.post("/appointments", json=at.booking(NINE + 3 * HOUR), headers={"Idempotency-Key": "first"}))
    with trips.expected(BEGIN, KEPT, HELD, DESK, FLUSH, COMMIT):
        assert (await http.post("/appointments", json=body, headers=key)).status_code == 201
    with trips.expected(BEGIN, KEPT, ROLLBACK):
        assert (await http.post("/appointments", json=body, headers=key)).status_code == 201


async def test_a_booking_from_a_hold(at: Practice, trips: Trips) -> None:
    """One more, to read the hold; its time passes to the appointment within the one flush."""
    wanted = {"visit": at.booking(NINE + HOUR)["visit"], "patient": at.patient}
    with trips.expected(BEGIN, DESK, FLUSH, COMMIT):
        hold = (await done(await at.desk.http.post("/holds", json=wanted)))["id"]
    with trips.expected(BEGIN, DESK, FACTS, FLUSH, COMMIT):
        assert (await at.book(NINE + HOUR, hold=hold)).status_code == 201


async def test_a_booking_over_a_hold_that_ran_out(at: Practice, trips: Trips, clock: SetClock) -> None:
    """None more: what lapsed goes in the booking's own flush."""
    wanted = {"visit": at.booking(NINE + HOUR)["visit"], "patient": at.patient}
    await done(await at.desk.http.post("/holds", json=wanted))
    clock.advance(timedelta(minutes=10))
    with trips.expected(BEGIN, DESK, FLUSH, COMMIT):
        assert (await at.book(NINE + HOUR)).status_code == 201


async def test_a_move(at: Practice, trips: Trips) -> None:
    """Two more: the appointment is held and read before anybody knows whom else to hold."""
    appointment = await at.booked(NINE + HOUR)
    with trips.expected(BEGIN, FACTS, HELD, DESK, FLUSH, COMMIT):
        await done(await at.act(appointment, "reschedule", {"starts_at": (NINE + 2 * HOUR).isoformat()}))


async def test_a_cancellation(at: Practice, trips: Trips) -> None:
    """Begin, read the policy and the appointment, write, commit."""
    appointment = await at.booked(NINE + HOUR)
    with trips.expected(BEGIN, POLICY, FACTS, FLUSH, COMMIT):
        await done(await at.act(appointment, "cancel"))


async def test_a_series(at: Practice, trips: Trips) -> None:
    """A series of twenty-six costs one trip more than a booking, to learn on which clock its slots are read."""
    daily = at.series(rule={"repeats": "daily"}, count=26)
    with trips.expected(BEGIN, CLOCK, DESK, FLUSH, COMMIT):
        assert len((await done(await at.book_series(daily)))["occurrences"]) == 26


async def test_changing_a_series(at: Practice, trips: Trips) -> None:
    """The series is held and read, then all of its appointments at once; the rest is as for one."""
    series = await done(await at.book_series())
    change = {"appointment": series["occurrences"][0]["appointment"], "at": "14:00"}
    with trips.expected(BEGIN, FACTS, ALL_FACTS, HELD, CLOCK, DESK, FLUSH, COMMIT):
        await done(await at.desk.http.post(f"/series/{series['id']}/change-following", json=change))


async def test_calling_a_series_off(at: Practice, trips: Trips) -> None:
    """One more than for one appointment, however many there are."""
    series = await at.series_booked()
    with trips.expected(BEGIN, POLICY, FACTS, ALL_FACTS, FLUSH, COMMIT):
        await done(await at.desk.http.post(f"/series/{series}/cancel", json={}))


async def test_a_refusal(at: Practice, trips: Trips) -> None:
    """Locks are given back, then what is taken is read for the next free slots and the trace left, one trip each."""
    noah = await patient_of(at.clinic, "Noah")
    with trips.expected(BEGIN, DESK, ROLLBACK, IN_ONE, IN_ONE):
        assert (await at.book(patient=noah)).status_code == 409


async def test_a_look(at: Practice, trips: Trips) -> None:
    """Two: the clinic is set and the row read in one statement; set, and who read it written down, in another."""
    appointment = await at.booked(NINE + HOUR)
    with trips.expected(IN_ONE, IN_ONE):
        await at.status(appointment)
