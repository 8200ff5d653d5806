"""Whoever follows the log neither reads the audit trail nor touches the ledger: the sealer alone adds to it."""

from alembic import op

revision = "0083"
down_revision = "0082"


def upgrade() -> None:
    op.execute(
        "revoke all on audit_arrival, ledger_head, ledger_entry, ledger_batch, ledger_checkpoint, ledger_anchoring, "
        "ledger_key from polyclinic_follower"
    )
    op.execute("revoke select on audit_entry from polyclinic_follower")
