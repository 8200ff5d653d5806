"""What an entry of the audit trail says: why, of which fields, from where (sealed), by which broken glass."""

from alembic import op

revision = "0064"
down_revision = "0063"


def upgrade() -> None:
    op.execute("""
        alter table audit_entry
          add column purpose text,
          add column fields text[] not null default '{}',
          add column key_id uuid,
          add column origin bytea,
          add column break_glass uuid""")
