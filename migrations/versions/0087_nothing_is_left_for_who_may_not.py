"""What let the follower see every clinic's rows of the ledger goes: it may not read them any more, the sealer does."""

from alembic import op

revision = "0087"
down_revision = "0086"


def upgrade() -> None:
    # The one that every command writes to comes last, so that it is held for no longer than its own step takes.
    for table in ("ledger_anchoring", "ledger_checkpoint", "ledger_head", "audit_arrival"):
        op.execute(f"drop policy follower_select on {table}")
