"""Whoever seals the audit trail reads it, one clinic a transaction."""

from alembic import op

revision = "0068"
down_revision = "0067"


def upgrade() -> None:
    op.execute("grant select on audit_entry to polyclinic_follower")
