"""From which day on each clinic demands a second factor of its staff."""

from alembic import op

revision = "0078"
down_revision = "0077"


def upgrade() -> None:
    # Null stands for a clinic that has set nothing, as every one until now.
    op.execute("alter table clinic add column second_factor jsonb")
