"""Which wordings count and from which age patients decide, and what became of consents that are no longer live."""

from alembic import op
from row_security import analyze_early, secure

revision = "0040"
down_revision = "0032"


def upgrade() -> None:
    op.execute("""
        create table registry_policy (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          updated_at timestamptz not null,
          policy jsonb not null,
          primary key (clinic_id, id)
        )""")
    secure("registry_policy", app="select, insert, update")
    analyze_early("registry_policy")
    op.execute("alter table patient add column past_consents jsonb not null default '[]'")
