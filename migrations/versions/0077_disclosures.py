"""What was given to outsiders by hand."""

from alembic import op
from row_security import analyze_early, secure

revision = "0077"
down_revision = "0076"


def upgrade() -> None:
    op.execute("""
        create table disclosure (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          patient uuid not null,
          disclosed_at timestamptz not null,
          kinds jsonb not null,
          recorded_by uuid not null,
          corrected_by uuid,
          key_id uuid not null,
          sealed bytea not null,
          primary key (clinic_id, id)
        )""")
    op.execute("create index disclosure_patient_idx on disclosure (clinic_id, patient, disclosed_at, id)")
    secure("disclosure", app="select, insert, update", follower="select")
    analyze_early("disclosure")
