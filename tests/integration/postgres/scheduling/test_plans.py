"""What the calendar reads it finds by index, in the role and under the row security that it runs with."""

from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from typing import Any, Final

import pytest

from application.scheduling.slots.tidy_expired_holds import TidyExpiredHolds
from domain.shared.roles import Role
from infrastructure.postgres.connection import clinic_transaction
from infrastructure.postgres.provisioning import APP
from integration.databases import Database
from integration.http.scheduling.practice import HOME, NINE, Practice
from integration.stack import Stack, running

HOUR: Final = timedelta(hours=1)


@pytest.fixture(scope="module")
async def stack(database: Database) -> AsyncIterator[Stack]:
    """Run the application over one connection."""
    async with database.pool(APP, size=1) as pool, running(pool) as stack:
        yield stack


async def plans(stack: Stack, at: Practice, doing: Awaitable[object]) -> list[str]:
    """Do something, and give the plan of each statement that reads.

    Reading a whole table is made the last resort, because a test's tables are small. The statement that notes who read
    is left out.
    """
    assert stack.pool is not None
    asked: list[tuple[str, tuple[Any, ...]]] = []

    def note(query: Any) -> None:
        statement = query.query.lstrip()
        reads = statement.startswith(("select", "with entered")) and " from " in " ".join(statement.split())
        if reads and "insert into audit_entry" not in statement:
            asked.append((statement, query.args))

    async with stack.pool.acquire() as connection:
        connection.add_query_logger(note)
    await doing
    async with stack.pool.acquire() as connection:
        connection.remove_query_logger(note)
    found = []
    async with clinic_transaction(stack.pool, at.clinic.id) as connection:
        await connection.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
        for statement, arguments in asked:
            lines = await connection.fetch(f"explain {statement}", *arguments)
            found.append("\n".join(line[0] for line in lines))
    return found


def sought_by_index(plan: str) -> bool:
    """Tell whether reservations are found by what they are of, and never by their clinic alone.

    That among many they are found by their time as well is shown where there are many: ``test_what_bookings_read``.
    """
    lines = plan.splitlines()
    scans = [number for number, line in enumerate(lines) if " on reservation " in line]
    return bool(scans) and all("resource_id" in lines[number + 1] for number in scans)


async def test_a_booking_reads_by_index(stack: Stack, at: Practice) -> None:
    """The desk's one statement, down to the reservations around the visit."""
    (desk,) = await plans(stack, at, at.booked())
    assert "Seq Scan" not in desk, desk
    assert sought_by_index(desk), desk


async def test_a_search_reads_by_index(stack: Stack, at: Practice) -> None:
    """Rules and rooms by the providers who come into question, then what is taken of them."""
    wishes: dict[str, Any] = {"specialty": "family-medicine", "language": "en"}
    home = await plans(stack, at, at.slots(**wishes))
    site = await plans(stack, at, at.slots(visit_type="examination", site=at.site, provider=at.provider))
    for plan in home + site:
        assert "Seq Scan" not in plan, plan
    assert sought_by_index(home[-1]), home[-1]
    assert sought_by_index(site[-1]), site[-1]


@pytest.mark.parametrize(
    ("criteria", "index"),
    [
        ({}, "appointment_starts_at_idx"),
        ({"provider": True}, "appointment_provider_idx"),
        ({"patient": True, "from": NINE.isoformat()}, "appointment_patient_idx"),
    ],
)
async def test_a_list_is_read_in_its_order(stack: Stack, at: Practice, criteria: dict[str, Any], index: str) -> None:
    """Each kind of list by an index that begins with what it is narrowed by."""
    known = {"provider": at.provider, "patient": at.patient}
    parameters = {name: known.get(name, value) for name, value in criteria.items()}
    (plan,) = await plans(stack, at, at.desk.http.get("/appointments", params=parameters))
    assert "Seq Scan" not in plan, plan
    assert index in plan, plan


async def test_the_rest_reads_by_index(stack: Stack, at: Practice) -> None:
    """A cancellation, a check-in, the tidying."""
    first, second = await at.booked(), await at.booked(NINE + HOUR)
    system = at.clinic[Role.SYSTEM]
    read = await plans(stack, at, at.act(first, "cancel"))
    read += await plans(stack, at, at.act(second, "check-in", {"place": HOME}))
    read += await plans(stack, at, stack.do(TidyExpiredHolds(), system))
    assert len(read) >= 5
    for plan in read:
        assert "Seq Scan" not in plan, plan
