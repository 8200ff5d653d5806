"""The ledger's checkpoints, and who keeps each outside of the database."""

from alembic import op
from row_security import analyze_early, open_to, secure

revision = "0070"
down_revision = "0069"


def upgrade() -> None:
    op.execute("""
        create table ledger_checkpoint (
          clinic_id uuid not null,
          size bigint not null,
          root bytea not null,
          note text not null,
          at timestamptz not null,
          primary key (clinic_id, size)
        )""")
    op.execute("""
        create table ledger_anchoring (
          clinic_id uuid not null,
          size bigint not null,
          anchor text not null,
          at timestamptz not null,
          primary key (clinic_id, size, anchor)
        )""")
    for table in ("ledger_checkpoint", "ledger_anchoring"):
        secure(table, app="select", follower="select, insert", auditor="select")
        open_to(table, "follower")
        analyze_early(table)
    open_to("ledger_head", "follower")
