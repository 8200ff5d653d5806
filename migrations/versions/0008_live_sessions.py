"""Sessions that live are found without those that ended, which only grow in number."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute("drop index sign_in_session_account_idx")
    op.execute("""
        create index sign_in_session_live_idx on sign_in_session (clinic_id, account, idle_expires_at)
         where ended_at is null""")
