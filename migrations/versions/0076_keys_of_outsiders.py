"""The keys of outsiders are found among all keys of a clinic."""

from concurrently import index

revision = "0076"
down_revision = "0075"


def upgrade() -> None:
    index("api_key_outsider_idx", on="api_key (clinic_id, id) where (holder ->> 'is') = 'outsider'")
