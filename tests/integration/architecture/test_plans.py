"""No request reads a whole table: every statement of every operation finds its rows by an index.

PostgreSQL itself tells the plan of each statement as it ran, in the application's role and under row-level security,
over tables that hold many clinics' rows.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from application.shared.access import ACCESS
from domain.shared.roles import Role
from infrastructure.postgres.connection import clinic_transaction
from infrastructure.postgres.provisioning import APP
from integration.architecture.filling import OF_CLINICS, fill
from integration.databases import Databases
from integration.http.conventions.asking import in_every_way
from integration.http.conventions.placements import SIGNED_IN, Ids, ask, ids_of, operation
from integration.http.scheduling.practice import practice
from integration.people import Clinic
from integration.stack import Stack, running
from interfaces.http.routes import CommandRoute, QueryRoute

OWN_ACCOUNT = "identity.change-password"
"""Needs an account of the actor's own, which the house's stand-ins do not have."""

NAMES = {table.name for table in OF_CLINICS}
STAFF = (Role.OWNER, Role.FRONT_DESK, Role.CLINICIAN, Role.PATIENT, Role.OPERATOR)

_EXPLAINING = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_format": "json",
}
_PLAN = re.compile(r"plan:\n((?:\t.*\n)+)")


class Plan(msgspec.Struct, frozen=True):
    """A statement and the tables that it touched, by the way it did."""

    sql: str
    scans: tuple[tuple[str, str], ...]

    @property
    def whole(self) -> list[str]:
        """Tables of clinics that were read from one end to the other."""
        return [table for scan, table in self.scans if scan == "Seq Scan" and table in NAMES]


@dataclass(slots=True)
class Explained:
    """The application over a database that writes down every plan."""

    stack: Stack
    clinic: Clinic
    ids: Ids
    log: Path
    seen: int = 0

    def plans(self) -> list[Plan]:
        """Give the plans of what ran since the last call."""
        text = self.log.read_text(errors="replace")[self.seen :]
        self.seen += len(text)
        return [_plan(json.loads(found)) for found in _PLAN.findall(text)]


@pytest.fixture(scope="module")
async def explained(databases: Databases) -> AsyncIterator[Explained]:
    """Run the application over full tables, at one clinic that has something of everything."""
    async with databases.fresh() as database:
        async with database.pool(APP) as pool, running(pool) as stack:
            clinic = await stack.open_clinic()
            ids = await ids_of(await practice(clinic))
            vault = stack.container.vault()
        async with database.connected("postgres") as admin:
            await fill(admin)
            for name, value in _EXPLAINING.items():
                await admin.execute(f"alter database {database.name} set {name} = '{value}'")
        async with database.pool(APP) as pool, running(pool, vault=vault) as stack:
            clinic.people.update({role: await stack.admit(clinic[role].actor) for role in STAFF})
            yield Explained(stack, clinic, ids, database.server.log)


@pytest.mark.parametrize("route", [route for route in SIGNED_IN if operation(route) != OWN_ACCOUNT], ids=operation)
async def test_every_row_is_found_by_an_index(explained: Explained, route: CommandRoute | QueryRoute) -> None:
    """No statement behind an operation reads a table of clinics from one end to the other."""
    person = explained.clinic[next(role for role in STAFF if role in ACCESS[operation(route)])]
    explained.plans()
    await ask(person, route, explained.ids)
    if isinstance(route, QueryRoute):
        assert [asked async for asked in in_every_way(person, route, explained.ids)]
    plans = explained.plans()
    assert [(plan.whole, plan.sql) for plan in plans if plan.whole] == []
    if operation(route) != "identity.open-clinic":
        assert any(table in NAMES for plan in plans for _, table in plan.scans), "nothing was asked of any table"


async def test_reading_a_whole_table_would_be_seen(explained: Explained) -> None:
    """Control: a statement that no index serves is found out."""
    assert explained.stack.pool is not None
    explained.plans()
    async with clinic_transaction(explained.stack.pool, explained.clinic.id) as connection:
        await connection.execute("set local enable_indexscan = off; set local enable_bitmapscan = off")
        await connection.fetch("select count(*) from event where clinic_id is not null")
    assert [plan.whole for plan in explained.plans() if plan.whole] == [["event"]]


def _plan(document: dict[str, Any]) -> Plan:
    return Plan(document["Query Text"], tuple(_scans(document["Plan"])))


def _scans(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "Relation Name" in node:
        yield node["Node Type"], node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from _scans(inner)
