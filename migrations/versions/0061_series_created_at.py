"""Series are listed, the latest first."""

from concurrently import index

revision = "0061"
down_revision = "0060"


def upgrade() -> None:
    index("series_created_at_idx", on="series (clinic_id, created_at, id)")
