"""What people see of each clinic."""

from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    # Null stands for a clinic that has set nothing, as every one until now.
    op.execute("alter table clinic add column branding jsonb")
