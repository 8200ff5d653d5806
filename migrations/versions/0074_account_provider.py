"""Whose accounts a provider's are."""

from concurrently import index

revision = "0074"
down_revision = "0073"


def upgrade() -> None:
    index("account_provider_idx", "account (clinic_id, provider) where provider is not null")
