"""Erasures of patients, the legal holds that keep them from happening, and who was erased."""

from alembic import op
from row_security import analyze_early, secure

revision = "0055"
down_revision = "0050"


def upgrade() -> None:
    op.execute("""
        create table erasure (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          patient uuid not null,
          reason text not null,
          state text not null,
          requested_by uuid not null,
          requested_at timestamptz not null,
          settled_by uuid,
          settled_at timestamptz,
          records jsonb not null,
          primary key (clinic_id, id)
        )""")
    op.execute("create index erasure_requested_at_idx on erasure (clinic_id, requested_at, id)")
    op.execute("create index erasure_patient_idx on erasure (clinic_id, patient, requested_at, id)")
    op.execute("create unique index erasure_open_idx on erasure (clinic_id, patient) where state = 'requested'")
    secure("erasure", app="select, insert, update", follower="select")
    analyze_early("erasure")
    op.execute("""
        create table legal_hold (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          patient uuid not null,
          placed_by uuid not null,
          placed_at timestamptz not null,
          lifted_by uuid,
          lifted_at timestamptz,
          key_id uuid not null,
          sealed bytea not null,
          primary key (clinic_id, id)
        )""")
    op.execute("create index legal_hold_placed_at_idx on legal_hold (clinic_id, placed_at, id)")
    op.execute("create index legal_hold_patient_idx on legal_hold (clinic_id, patient, placed_at, id)")
    secure("legal_hold", app="select, insert, update", follower="select")
    analyze_early("legal_hold")
    # Of the installation: every process hears of the erasures in all clinics at once. It holds ids, and nothing else.
    op.execute("""
        create table erased_subject (
          clinic_id uuid not null,
          subject_id uuid not null,
          key_id uuid not null,
          erased_at timestamptz not null default clock_timestamp(),
          primary key (clinic_id, subject_id)
        )""")
    op.execute("create index erased_subject_at_idx on erased_subject (erased_at)")
    analyze_early("erased_subject")
    op.execute("grant select, insert on erased_subject to polyclinic_app")
