"""Service keys are listed by how they stand."""

from concurrently import index

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    index("api_key_standing_idx", on="api_key (clinic_id, revoked_at, expires_at)")
