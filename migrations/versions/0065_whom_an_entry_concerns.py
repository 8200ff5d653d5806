"""The entries of the audit trail that concern somebody, in their order."""

from alembic import op
from row_security import analyze_early, secure

revision = "0065"
down_revision = "0064"


def upgrade() -> None:
    op.execute("""
        create table audit_subject (
          clinic_id uuid not null,
          subject_id uuid not null,
          at timestamptz not null,
          entry_id uuid not null,
          primary key (clinic_id, subject_id, at, entry_id)
        )""")
    secure("audit_subject", app="insert", auditor="select")
    analyze_early("audit_subject")
