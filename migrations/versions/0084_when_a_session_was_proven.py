"""When somebody last proved in a session who they are."""

from alembic import op

revision = "0084"
down_revision = "0083"


def upgrade() -> None:
    # Null stands for the session's start, where it was before this was kept.
    op.execute("alter table sign_in_session add column proven_at timestamptz")
