"""Whoever seals the audit trail has a role of its own, which takes what waits from there."""

from row_security import admit, open_to

revision = "0080"
down_revision = "0079"


def upgrade() -> None:
    admit("audit_arrival", "sealer", "select, delete")
    open_to("audit_arrival", "sealer")
