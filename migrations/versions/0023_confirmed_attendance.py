"""Views that tell whether a patient said that they will come."""

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.execute("alter table appointment add column attendance_confirmed_by text")
    op.execute("alter table day_board add column attendance_confirmed boolean not null default false")
