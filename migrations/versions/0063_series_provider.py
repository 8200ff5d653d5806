"""A provider's series are listed."""

from concurrently import index

revision = "0063"
down_revision = "0062"


def upgrade() -> None:
    index("series_provider_idx", on="series (clinic_id, provider, created_at, id)")
