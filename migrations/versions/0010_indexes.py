"""Indexes for what was found to read all rows of a clinic to find a few."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute("create index account_owner_idx on account (clinic_id, id) where role = 'owner' and disabled_at is null")
    op.execute("""
        create index appointment_open_idx on appointment (clinic_id, starts_at, id)
         where status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist')""")
