"""Who acts in a patient's place, and in whose place a command was sent."""

from alembic import op
from row_security import analyze_early, secure

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.execute("""
        create table representation (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          named_at timestamptz not null,
          updated_at timestamptz not null,
          patient uuid not null,
          account uuid not null,
          capacity text not null,
          scopes jsonb not null,
          starts_at timestamptz not null,
          ends_at timestamptz,
          ended_at timestamptz,
          primary key (clinic_id, id)
        )""")
    op.execute("create index representation_account_idx on representation (clinic_id, account, named_at, id)")
    op.execute("create index representation_patient_idx on representation (clinic_id, patient, named_at, id)")
    op.execute("create index representation_named_at_idx on representation (clinic_id, named_at, id)")
    secure("representation", app="select, insert, update")
    analyze_early("representation")
    op.execute("alter table audit_entry add column on_behalf_of uuid[] not null default '{}'")
