"""Series are listed by provider."""

from alembic import op

revision = "0060"
down_revision = "0059"


def upgrade() -> None:
    op.execute("alter table series add column provider uuid")
