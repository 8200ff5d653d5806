"""How often somebody tried to sign in, and which accounts are locked."""

from alembic import op
from row_security import analyze_early, secure

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.execute("""
        create table sign_in_tries (
          clinic_id uuid not null,
          token bytea not null,
          tries integer not null,
          locks integer not null,
          last_at timestamptz not null,
          locked_until timestamptz,
          forgotten_at timestamptz not null,
          primary key (clinic_id, token)
        )""")
    op.execute("create index sign_in_tries_forgotten_at_idx on sign_in_tries (clinic_id, forgotten_at)")
    secure("sign_in_tries", app="select, insert, update, delete")
    analyze_early("sign_in_tries")
    op.execute("alter table account add column locked_until timestamptz")
