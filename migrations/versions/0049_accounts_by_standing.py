"""Accounts are listed by how they stand."""

from concurrently import index

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    index("account_standing_idx", on="account (clinic_id, disabled_at, accepted_at)")
