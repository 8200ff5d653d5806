"""The sealer reads the audit trail, one clinic a transaction."""

from row_security import admit

revision = "0081"
down_revision = "0080"


def upgrade() -> None:
    admit("audit_entry", "sealer", "select")
