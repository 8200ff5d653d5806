"""The application may destroy a person's key."""

from alembic import op

revision = "0059"
down_revision = "0058"


def upgrade() -> None:
    op.execute("grant update (wrapped, destroyed_at) on subject_key to polyclinic_app")
