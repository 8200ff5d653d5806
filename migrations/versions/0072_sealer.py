"""Whoever seals the audit trail has a role of its own, in which alone the ledger grows.

No release sealed in the follower's role, so it loses at once what it had for that; it goes on seeing how much waits.
"""

from alembic import op
from row_security import CLINIC, open_to

revision = "0072"
down_revision = "0071"

LEDGER = {
    "audit_entry": "select",
    "audit_arrival": "select, delete",
    "ledger_head": "select, insert, update",
    "ledger_entry": "select, insert",
    "ledger_batch": "select, insert",
    "ledger_checkpoint": "select, insert",
    "ledger_anchoring": "select, insert",
}
OF_ALL_CLINICS = ("audit_arrival", "ledger_head", "ledger_checkpoint", "ledger_anchoring")


def upgrade() -> None:
    op.execute("grant select on log_epoch to polyclinic_sealer")
    op.execute("grant select, insert on ledger_key to polyclinic_sealer")
    op.execute("revoke all on ledger_key from polyclinic_follower")
    for table, privileges in LEDGER.items():
        op.execute(f"create policy sealer on {table} to polyclinic_sealer using ({CLINIC}) with check ({CLINIC})")
        op.execute(f"grant {privileges} on {table} to polyclinic_sealer")
        op.execute(f"revoke all on {table} from polyclinic_follower")
    for table in OF_ALL_CLINICS:
        open_to(table, "sealer")
    op.execute("grant select on audit_arrival to polyclinic_follower")
