"""For whom a service key works; none stands for the clinic, whose all keys were until now."""

from alembic import op

revision = "0075"
down_revision = "0074"


def upgrade() -> None:
    op.execute("alter table api_key add column holder jsonb")
