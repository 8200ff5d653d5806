"""Whether a second factor was shown when a session began."""

from alembic import op

revision = "0079"
down_revision = "0078"


def upgrade() -> None:
    # Of those that go on now nobody knows; where one is demanded they are narrowed, and last half a day at most.
    op.execute("alter table sign_in_session add column with_code boolean not null default false")
