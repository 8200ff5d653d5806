"""On which terms each clinic locks out whoever guesses at a password."""

from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    # Null stands for a clinic that has set nothing, as every one until now.
    op.execute("alter table clinic add column lock_out jsonb")
