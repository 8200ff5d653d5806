"""A patient's row says whether the clinic still sees them."""

from alembic import op

revision = "0015"
down_revision = "0012"


def upgrade() -> None:
    op.execute("alter table patient add column deactivation jsonb")
