"""Second factors, and since when an account has one."""

from alembic import op
from row_security import analyze_early, secure

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.execute("""
        create table second_factor (
          clinic_id uuid not null,
          account_id uuid not null,
          version integer not null,
          key_id uuid not null,
          sealed bytea not null,
          primary key (clinic_id, account_id)
        )""")
    secure("second_factor", app="select, insert, update, delete")
    analyze_early("second_factor")
    op.execute("alter table account add column totp_since timestamptz")
