"""Kept answers are found by whom they are about."""

from concurrently import index

revision = "0057"
down_revision = "0056"


def upgrade() -> None:
    index("command_subject_idx", on="command (clinic_id, subject_id) where subject_id is not null")
