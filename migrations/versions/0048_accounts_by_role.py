"""Accounts are listed by role."""

from concurrently import index

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    index("account_role_idx", on="account (clinic_id, role, invited_at, id)")
