"""Migrations expand: what the release before reads and writes stays as it was, and nobody waits for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import Script, ScriptDirectory
from bench.proofs.next_release import written
from bench.proofs.p24 import CARELESS

from infrastructure.postgres.migrating import MIGRATIONS, alembic_config
from integration.architecture.expanding import KINDS, Expansion, statements

LAST_FREE = "0044"
"""Migrations up to this one were written before anything ran that could be in their way."""

EXCEPTED: dict[str, str] = {
    "0082": "no request is in these tables but for moments, and entries wait for a sealer that waits",
    "0083": "a worker of before seals no more; what it would have sealed waits for one of this release",
    "0087": "the role of whom the policies speak has had no privilege on these tables since 0083",
}
"""Migrations that do more, each with the reason why nobody feels it: no process uses any more what it takes away, or
none had yet what it changes."""

GIVEN = "alter table patient add constraint given check (name is not null) not valid"
PROVEN = "alter table patient validate constraint given"
DEMANDED = "alter table patient alter column name set not null"


def behind(last: str, migrations: Path = MIGRATIONS) -> Iterator[Script]:
    """Give the migrations behind one, in their order."""
    script = ScriptDirectory.from_config(alembic_config("postgresql://", migrations))
    yield from reversed(list(script.iterate_revisions("head", last)))


def test_migrations_only_expand() -> None:
    """Old and new processes run side by side: no migration takes away, narrows, demands, or has writers wait."""
    expansion = Expansion()
    harm = {each.revision: expansion.harm(statements(each)) for each in behind(LAST_FREE)}
    assert {revision: found for revision, found in harm.items() if found and revision not in EXCEPTED} == {}


def test_the_proof_takes_every_step_that_may_be_taken(tmp_path: Path) -> None:
    """What is called harmless here is what P24 shows to be, under load and beside a long reader."""
    newest = max(path.stem[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    taken = [statements(each) for each in behind(newest, written(tmp_path, 1))]
    harmless, seen = Expansion(), Expansion()
    assert [harm for migration in taken if (harm := harmless.harm(migration))] == []
    assert {step.kind for migration in taken for step in seen.steps(migration)} == KINDS


@pytest.mark.parametrize(
    "statement",
    [
        "drop table patient",
        "alter table patient drop column name",
        "alter table patient rename to person",
        "alter table patient rename column name to called",
        "alter table patient alter column version type bigint",
        "alter table patient add column a text, add column b text not null",
        "alter table patient add column a uuid default gen_random_uuid()",
        "alter table patient add column a bigserial",
        "alter table patient add column a text unique",
        "alter table patient add column a integer check (a > 0)",
        "alter table patient add constraint born check (birth_date is not null)",
        "alter table patient add constraint nothing_twice unique (clinic_id, name)",
        "alter table patient drop constraint patient_pkey",
        "alter table patient disable row level security",
        "create index patient_name_idx on patient (clinic_id, name)",
        "create policy narrow on patient as restrictive using (false)",
        "update patient set name = ''",
        "revoke select on patient from polyclinic_app",
        "lock table patient",
        "set lock_timeout = 0",
        DEMANDED,
        CARELESS,
    ],
)
def test_what_does_harm_is_found(statement: str) -> None:
    """Control: each kind of step that the release before would stumble over, or its users would wait for."""
    assert Expansion().harm([statement]) != []


@pytest.mark.parametrize(
    "migration",
    [
        ["alter table patient add column a text", "alter table provider add column a text"],
        [GIVEN, PROVEN],
        ["create table a (id uuid)", "create index concurrently b on patient (clinic_id)"],
    ],
    ids=["two tables", "a constraint and its validation", "an index and something else"],
)
def test_what_does_harm_together_is_found(migration: list[str]) -> None:
    """Control: steps that are harmless alone, and not in one migration."""
    assert Expansion().harm(migration) != []


def test_only_what_is_proven_is_demanded() -> None:
    """Control: a value may be demanded where a constraint has been held against all rows, and not sooner."""
    expansion = Expansion()
    found = [bool(expansion.harm([statement])) for statement in (GIVEN, DEMANDED, PROVEN, DEMANDED)]
    assert found == [False, True, False, False]


def test_a_new_table_is_nobodys_yet() -> None:
    """What is made in the same migration can be indexed and altered in any way."""
    made = ["create table a (id uuid)", "create index a_idx on a (id)", "alter table a alter column id set not null"]
    assert Expansion().harm(made) == []
