"""What migrations do to tables that are in use, read from the SQL that they would carry out.

A step is harmless where it is of a kind that is known to be: the release before reads and writes on as it did, and no
lock is held while rows are looked at.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Final, NamedTuple

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script

_TYPE: Final = (
    r"(?:text|uuid|integer|bigint|smallint|boolean|bytea|jsonb|date|timestamptz|interval|numeric\(\d+, \d+\))(?:\[\])?"
)
_CONSTANT: Final = r"(?:'[^']*'(?:::\w+)?|-?\d+|true|false)"

NEW_TABLE, INDEX, ALL_ROWS = "make a table", "index beside the writers", "hold all rows to a constraint"
NEW_ROWS, DEMAND, UNPROVE = "hold new rows to a constraint", "demand a value that is proven", "drop a proof"

_ALTERATIONS: Final[Mapping[str, str]] = {
    "add a column": rf"add column \w+ {_TYPE}",
    "add a column with a constant": rf"add column \w+ {_TYPE} (?:not null )?default {_CONSTANT}",
    NEW_ROWS: r"add constraint (?P<constraint>\w+) (?:check|foreign key) \(.+ not valid",
    ALL_ROWS: r"validate constraint (?P<constraint>\w+)",
    DEMAND: r"alter column (?P<column>\w+) set not null",
    UNPROVE: r"drop constraint (?P<constraint>\w+)",
    "make an index a constraint": r"add constraint \w+ unique using index \w+",
    "set a default": rf"alter column \w+ set default {_CONSTANT}",
    "demand no value any more": r"alter column \w+ drop not null",
}
_OTHERS: Final[Mapping[str, str]] = {
    "grant": r"grant .+ on \w+ to .+",
    "let a role see rows": r"create policy \w+ on \w+ (?!as restrictive).+",
}
KINDS: Final = frozenset({NEW_TABLE, INDEX, *_ALTERATIONS, *_OTHERS})
"""Every kind of step that is harmless."""

_TARGET: Final = re.compile(
    r"(?:alter table|create table|create (?:unique )?index \w+ on|create policy \w+ on|grant .+ on|insert into) (\w+)"
)
_INDEXING: Final = re.compile(
    r"begin|commit|set lock_timeout = 0|reset lock_timeout|drop index concurrently if exists \w+"
    r"|create (?:unique )?index concurrently \w+ on (\w+) .+"
)
_PROOF: Final = re.compile(r"add constraint \w+ check \((\w+) is not null\) not valid")


class Step(NamedTuple):
    """One thing that a migration does; to a table that was made with it, nothing can do harm."""

    text: str
    table: str
    """The table in use that it is done to; empty where it is done to none."""
    kind: str
    """One of ``KINDS``; empty where it is of none, and may do harm."""


def statements(migration: Script) -> list[str]:
    """Give what a migration would carry out, each statement on one line in small letters."""
    written = StringIO()
    opts = {"as_sql": True, "output_buffer": written}
    with Operations.context(MigrationContext.configure(dialect_name="postgresql", opts=opts)):
        migration.module.upgrade()
    return [line for each in written.getvalue().split(";\n") if (line := " ".join(each.lower().split()))]


class Expansion:
    """Reads migrations in their order: some steps are harmless only behind others."""

    def __init__(self) -> None:
        self._claims: dict[tuple[str, str], str] = {}
        """Columns of which a table's constraint says that they are given."""
        self._proven: set[tuple[str, str]] = set()

    def harm(self, migration: Sequence[str]) -> list[str]:
        """Say what of a migration may break the release before, or may keep its users waiting."""
        steps = list(self.steps(migration))
        harm = [step.text for step in steps if not step.kind]
        if len(tables := sorted({step.table for step in steps if step.table})) > 1:
            harm.append(f"holds one table while it waits for another: {', '.join(tables)}")
        if len(steps) > 1 and any(step.kind == ALL_ROWS for step in steps):
            harm.append("looks at rows under the lock of another step")
        return harm

    def steps(self, migration: Sequence[str]) -> Iterator[Step]:
        """Give the steps of a migration."""
        if any("index concurrently" in statement for statement in migration):
            for (
                statement
            ) in migration:  # outside a transaction: what else it did would be there already at the next try
                found = _INDEXING.fullmatch(statement)
                yield Step(statement, (found and found[1]) or "", INDEX if found else "")
            return
        made: set[str] = set()
        for statement in migration:
            target = _TARGET.match(statement)
            if target is not None and statement.startswith("create table"):
                made.add(target[1])
                yield Step(statement, "", NEW_TABLE)
            elif target is None:
                yield Step(statement, "", "")
            elif target[1] not in made:
                yield from self._in_use(statement, target[1])

    def _in_use(self, statement: str, table: str) -> Iterator[Step]:
        if not statement.startswith(f"alter table {table} "):
            kind = next((kind for kind, form in _OTHERS.items() if re.fullmatch(form, statement)), "")
            yield Step(statement, table, kind)
            return
        actions = statement.removeprefix(f"alter table {table} ")
        for action in re.split(r", (?=(?:add|alter|drop|validate|rename) )", actions):
            yield Step(f"{table}: {action}", table, self._kind(table, action))

    def _kind(self, table: str, action: str) -> str:
        for kind, form in _ALTERATIONS.items():
            if (found := re.fullmatch(form, action)) is not None and self._is_behind(kind, table, found):
                return kind
        return ""

    def _is_behind(self, kind: str, table: str, found: re.Match[str]) -> bool:
        """Tell whether what must come before a step has come; and keep what it proves itself."""
        if kind == DEMAND:
            return any(on == table and self._claims.get((on, name)) == found["column"] for on, name in self._proven)
        if kind == UNPROVE:
            return (table, found["constraint"]) in self._claims
        if kind == ALL_ROWS:
            self._proven.add((table, found["constraint"]))
        if kind == NEW_ROWS and (proof := _PROOF.fullmatch(found[0])) is not None:
            self._claims[table, found["constraint"]] = proof[1]
        return True
