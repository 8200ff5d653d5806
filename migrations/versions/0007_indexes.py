"""Indexes for what was found to read a whole clinic's rows."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("create index account_owner_idx on account (clinic_id, id) where role = 'owner' and disabled_at is null")
