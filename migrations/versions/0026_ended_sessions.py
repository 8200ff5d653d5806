"""The ends of sessions, told to every process, whose access tokens would outlive them."""

from alembic import op

revision = "0026"
down_revision = "0023"


def upgrade() -> None:
    # Of the installation: every process reads the ends in all clinics at once. It holds ids, and nothing else.
    op.execute("""
        create table ended_session (
          session_id uuid primary key,
          ended_at timestamptz not null default clock_timestamp()
        )""")
    op.execute("create index ended_session_at_idx on ended_session (ended_at)")
    op.execute("grant select, insert, delete on ended_session to polyclinic_app")
