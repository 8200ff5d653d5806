"""Records that were opened outside of care."""

from alembic import op
from row_security import analyze_early, secure

revision = "0069"
down_revision = "0068"


def upgrade() -> None:
    op.execute("""
        create table break_glass (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          patient uuid not null,
          account uuid not null,
          purpose text not null,
          broken_at timestamptz not null,
          ends_at timestamptz not null,
          outcome text,
          reviewed_by uuid,
          reviewed_at timestamptz,
          key_id uuid not null,
          sealed bytea not null,
          primary key (clinic_id, id)
        )""")
    op.execute("create index break_glass_broken_at_idx on break_glass (clinic_id, broken_at, id)")
    op.execute("create index break_glass_patient_idx on break_glass (clinic_id, patient, account, ends_at, id)")
    op.execute("create index break_glass_account_idx on break_glass (clinic_id, account, broken_at, id)")
    op.execute(
        "create index break_glass_unreviewed_idx on break_glass (clinic_id, broken_at, id) where outcome is null"
    )
    op.execute(
        "create index break_glass_reviewed_idx on break_glass (clinic_id, broken_at, id) where outcome is not null"
    )
    secure("break_glass", app="select, insert, update", follower="select")
    analyze_early("break_glass")
