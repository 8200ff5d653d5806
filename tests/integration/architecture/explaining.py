"""What PostgreSQL says of the statements that ran: by which way each of them came to its rows."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint

from infrastructure.postgres.tables.everything import METADATA
from integration.architecture.filling import OF_CLINICS, has_one_row

EXPLAINING = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_format": "json",
}
"""Settings of a database that writes down every plan."""

TABLES = {table.name: table for table in OF_CLINICS}
NARROWED = {
    index.name: str(index.dialect_options["postgresql"]["where"])
    for table in METADATA.tables.values()
    for index in table.indexes
    if index.dialect_options["postgresql"]["where"] is not None
}
"""What rows of a partial index have in common."""

_KEYS = (PrimaryKeyConstraint, UniqueConstraint)
_PLAN = re.compile(r"plan:\n((?:\t.*\n)+)")
_LITERAL = re.compile(r"'[^']*'")


class Scan(msgspec.Struct, frozen=True):
    """How a statement came to the rows of one table."""

    kind: str
    table: str
    sought: frozenset[str] = frozenset()
    """The columns by which an index found them."""
    sifted: frozenset[str] = frozenset()
    """The columns at which rows were thrown away after they had been read, and by which no index finds any.

    Where an index begins with the clinic and the column, the planner had the choice: in a small clinic, or where nearly
    every row is wanted, it may well read them all.
    """


class Plan(msgspec.Struct, frozen=True):
    """A statement, and the tables that it touched, by the way it did."""

    sql: str
    scans: tuple[Scan, ...]

    @property
    def whole(self) -> list[str]:
        """Tables of clinics that were read from one end to the other."""
        return [scan.table for scan in self.scans if scan.kind == "Seq Scan" and scan.table in TABLES]

    @property
    def sifted(self) -> list[str]:
        """Tables of which all rows of one clinic were read, to throw most of them away."""
        return [
            scan.table
            for scan in self.scans
            if scan.table in TABLES
            and not has_one_row(TABLES[scan.table])
            and scan.kind != "Seq Scan"
            and scan.sifted
            and not scan.sought - {"clinic_id"}
        ]


@dataclass(slots=True)
class PlanLog:
    """The server's log, read from where it was left."""

    path: Path
    seen: int = 0

    def plans(self) -> list[Plan]:
        """Give the plans of what ran since the last call."""
        with self.path.open("rb") as log:
            log.seek(self.seen)
            text = log.read().decode(errors="replace")
            self.seen = log.tell()
        return [_plan(json.loads(found)) for found in _PLAN.findall(text)]


def _plan(document: dict[str, Any]) -> Plan:
    return Plan(document["Query Text"], tuple(_scans(document["Plan"])))


def _scans(node: dict[str, Any]) -> Iterator[Scan]:
    inner = node.get("Plans", ())
    table = node.get("Relation Name")
    if table in TABLES:
        # A bitmap scan of the table keeps its conditions in the index scans below it.
        indexed = [node, *inner] if node["Node Type"] == "Bitmap Heap Scan" else [node]
        sought = frozenset[str]().union(*(_columns(table, part.get("Index Cond", "")) for part in indexed))
        narrowed = frozenset[str]().union(
            *(_columns(table, NARROWED.get(part.get("Index Name"), "")) for part in indexed)
        )
        sifted = _columns(table, node.get("Filter", "")) - _found_by(TABLES[table])
        yield Scan(node["Node Type"], table, sought | narrowed, sifted)
    elif table is not None:
        yield Scan(node["Node Type"], table)
    for part in inner:
        yield from _scans(part)


def _found_by(table: Table) -> frozenset[str]:
    """Give the columns by which some key or index finds rows of one clinic: the clinic, and what comes next to it."""
    keys = [constraint.columns for constraint in table.constraints if isinstance(constraint, _KEYS)]
    keys += [index.columns for index in table.indexes if index.name not in NARROWED]
    return frozenset(column.name for key in keys for column in list(key)[:2])


def _columns(table: str, condition: str) -> frozenset[str]:
    words = set(re.findall(r"\w+", _LITERAL.sub("", condition)))
    return frozenset(column.name for column in TABLES[table].columns if column.name in words)
