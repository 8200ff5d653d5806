"""Who is in whose care team."""

from alembic import op
from row_security import analyze_early, secure

revision = "0071"
down_revision = "0070"


def upgrade() -> None:
    op.execute("""
        create table care_assignment (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          patient uuid not null,
          provider uuid not null,
          role text not null,
          assigned_at timestamptz not null,
          starts_at timestamptz not null,
          ends_at timestamptz,
          ended_at timestamptz,
          primary key (clinic_id, id)
        )""")
    op.execute("create index care_assignment_assigned_at_idx on care_assignment (clinic_id, assigned_at, id)")
    op.execute("create index care_assignment_patient_idx on care_assignment (clinic_id, patient, assigned_at, id)")
    op.execute("create index care_assignment_provider_idx on care_assignment (clinic_id, provider, assigned_at, id)")
    secure("care_assignment", app="select, insert, update", follower="select")
    analyze_early("care_assignment")
