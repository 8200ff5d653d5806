"""Links of records that are of one person."""

from alembic import op
from row_security import analyze_early, secure

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.execute("""
        create table patient_link (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          patient uuid not null,
          survivor uuid not null,
          linked_at timestamptz not null,
          unlinked_at timestamptz,
          key_id uuid not null,
          sealed bytea not null,
          primary key (clinic_id, id)
        )""")
    op.execute(
        "create unique index patient_link_live_idx on patient_link (clinic_id, patient) where unlinked_at is null"
    )
    op.execute("create index patient_link_patient_idx on patient_link (clinic_id, patient)")
    op.execute("create index patient_link_survivor_idx on patient_link (clinic_id, survivor)")
    secure("patient_link", app="select, insert, update", follower="select")
    analyze_early("patient_link")
