"""What an operator looks at: jobs that ended badly, and which release the schema is."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("create index job_ended_badly_idx on job (state, finished_at) where state in ('refused', 'dead')")
    # Alembic's own table: whoever runs can tell whether the schema is its release's.
    op.execute("grant select on alembic_version to polyclinic_app")
