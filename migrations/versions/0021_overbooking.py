"""Views that tell a deliberate overbooking."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute("alter table appointment add column overbooked boolean not null default false")
    op.execute("alter table day_board add column overbooked boolean not null default false")
