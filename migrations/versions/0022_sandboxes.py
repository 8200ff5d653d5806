"""Clinics to try things out in, whose clock stands where their owner set it."""

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.execute("alter table clinic add column sandbox_clock timestamptz")
