"""Appointments that repeat, and the series that they belong to."""

from alembic import op
from row_security import analyze_early, secure

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.execute("""
        alter table appointment
          add column series uuid,
          add column series_slot jsonb,
          add column is_set_apart boolean not null default false""")
    op.execute("""
        create index appointment_series_idx on appointment (clinic_id, series, starts_at, id)
         where series is not null""")
    op.execute("""
        create table series (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          created_at timestamptz not null,
          updated_at timestamptz not null,
          patient uuid not null,
          visit jsonb not null,
          recurrence jsonb not null,
          zone jsonb not null,
          members jsonb not null,
          left_out jsonb not null,
          primary key (clinic_id, id)
        )""")
    secure("series", app="select, insert, update", follower="select")
    analyze_early("series")
