"""Releases that are still to come: every kind of step that migrations may take, on tables that are in use."""

import itertools
import shutil
from pathlib import Path

from alembic.script import ScriptDirectory

from infrastructure.postgres.migrating import MIGRATIONS, alembic_config

STEPS = (
    # What is new, beside the old.
    """
    op.execute("create table {name} (clinic_id uuid not null, id uuid not null, primary key (clinic_id, id))")
    op.execute("create index {name}_id_idx on {name} (id)")
    secure("{name}", app="select, insert")
    analyze_early("{name}")""",
    # What the old release does not write, in the three tables that are written most.
    """op.execute("alter table event add column {name} text")""",
    """op.execute("alter table appointment add column {name} integer, add column {name}_at timestamptz")""",
    """op.execute("alter table patient add column {name} text not null default 'none'")""",
    # Who may see and do more than before.
    """op.execute("grant update ({name}) on patient to polyclinic_app")""",
    """op.execute("create policy {name} on provider for select to polyclinic_sweeper using (version = 1)")""",
    # What is demanded of rows: of new ones first, then of all.
    """op.execute("alter table appointment add constraint {name}_counted check ({name} > 0) not valid")""",
    """op.execute("alter table appointment validate constraint {name}_counted")""",
    # A value demanded: with a default for whoever does not know the column, and proven before.
    """op.execute("alter table provider add column {name} text default 'none'")""",
    """op.execute("alter table provider add constraint {name}_given check ({name} is not null) not valid")""",
    """op.execute("alter table provider validate constraint {name}_given")""",
    """op.execute("alter table provider alter column {name} set not null")""",
    """op.execute("alter table provider drop constraint {name}_given")""",
    # What is looked up, and what is unique.
    """index("appointment_{name}_idx", "appointment (clinic_id, {name}) where {name} is not null")""",
    """index("patient_{name}_key", "patient (clinic_id, id, version)", unique=True)""",
    """op.execute("alter table patient add constraint {name}_key unique using index patient_{name}_key")""",
    # What is asked for no longer.
    """op.execute("alter table patient alter column {name} set default 'some'")""",
    """op.execute("alter table provider alter column {name} drop not null")""",
)
"""Of one release, called ``name``; each is a migration of its own."""

_FILE = """\
from alembic import op
from concurrently import index
from row_security import analyze_early, secure

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    {step}
"""


def written(folder: Path, releases: int) -> Path:
    """Write the migrations of so many releases behind a copy of this one's, and give where they are."""
    migrations = shutil.copytree(MIGRATIONS, folder / "migrations")
    before = ScriptDirectory.from_config(alembic_config("postgresql://nobody@localhost/none")).get_current_head()
    for release, (number, step) in itertools.product(range(1, releases + 1), enumerate(STEPS, start=1)):
        revision = f"next_{release}_{number:02}"
        text = _FILE.format(revision=revision, before=before, step=step.strip().format(name=f"next_{release}"))
        (migrations / "versions" / f"{revision}.py").write_text(text)
        before = revision
    return migrations
