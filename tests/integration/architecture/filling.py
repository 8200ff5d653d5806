"""Filling every table of a clinic with rows of many clinics, so that PostgreSQL plans as it does in production."""

from collections.abc import Sequence
from typing import Any

import asyncpg
from sqlalchemy import Column, Table
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect

from infrastructure.postgres.tables.everything import METADATA

_DIALECT: Any = asyncpg_dialect  # untyped in SQLAlchemy

ROWS = 10_000
CLINICS = 200

OF_CLINICS = [table for table in METADATA.tables.values() if not table.info.get("installation")]

_CHECKS = """
select format('alter table %s drop constraint %I', conrelid::regclass, conname)
  from pg_constraint where connamespace = 'public'::regnamespace and contype = 'c'
"""

_VALUES = {
    "UUID": "gen_random_uuid()",
    "TEXT": "md5(n::text)",
    "INTEGER": "n",
    "BIGINT": "n",
    "SMALLINT": "(n % 1000)::smallint",
    "BOOLEAN": "n % 2 = 0",
    "BYTEA": "decode(md5(n::text), 'hex')",
    "JSONB": "'{}'::jsonb",
    "DATE": "date '2030-01-01' + n % 1000",
    "TIMESTAMP WITH TIME ZONE": "timestamptz '2030-01-01' + n * interval '1 minute'",
    "UUID[]": "array[gen_random_uuid()]",
    "TEXT[]": "array[md5(n::text)]",
}
"""What fills a column of a type; ``n`` counts the rows."""

_LATER = "timestamptz '2030-01-01' + n * interval '1 minute' + interval '15 minutes'"


async def fill(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Fill and analyse the tables. The rows make no sense, so what checks them is dropped first."""
    for row in await connection.fetch(_CHECKS):
        await connection.execute(row[0])
    await connection.execute("create table clinics (m int, id uuid)")
    await connection.execute("insert into clinics select m, gen_random_uuid() from generate_series(1, $1) m", CLINICS)
    for table in OF_CLINICS:
        await connection.execute(_filling(table))
    await connection.execute("drop table clinics")
    await connection.execute("analyze")


def _filling(table: Table) -> str:
    columns = [column for column in table.columns if column.computed is None and _kind(column) != "xid8"]
    names = ", ".join(column.name for column in columns)
    of_many = f"join clinics as c on c.m = 1 + n % {CLINICS}"
    of_one = "cross join lateral (select gen_random_uuid() as id, n as m) as c"
    return (
        f"insert into {table.name} ({names}) select {', '.join(_values(columns))}"  # noqa: S608 - own names
        f" from generate_series(1, {ROWS}) as n {of_one if has_one_row(table) else of_many}"
    )


def has_one_row(table: Table) -> bool:
    """Tell whether a clinic has one row in a table."""
    return [column.name for column in table.primary_key.columns] == ["clinic_id"]


def _values(columns: "Sequence[Column[object]]") -> list[str]:
    values = {"clinic_id": "c.id", "ends_at": _LATER, "epoch": "0::smallint"}  # the log goes on behind them
    return [values.get(column.name) or _VALUES[_kind(column)] for column in columns]


def _kind(column: "Column[object]") -> str:
    return column.type.compile(_DIALECT())
