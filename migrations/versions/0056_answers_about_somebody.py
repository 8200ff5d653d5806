"""Kept answers know whom they are about, and are emptied when that patient is erased."""

from alembic import op

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    op.execute("alter table command add column subject_id uuid")
    op.execute("grant update (body_mac, answer) on command to polyclinic_app")
