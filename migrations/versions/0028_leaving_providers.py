"""Providers who are suspended, and those who leave."""

from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.execute("""
        alter table provider
          add column suspended boolean not null default false,
          add column last_day date,
          add column leaves_at timestamptz""")
    op.execute("create index provider_suspended_idx on provider (clinic_id, suspended)")
    op.execute("create index provider_leaves_at_idx on provider (clinic_id, leaves_at)")
