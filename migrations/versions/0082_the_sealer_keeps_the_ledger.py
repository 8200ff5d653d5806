"""The sealer adds to the ledger: numbers, batches, keys, checkpoints and who keeps them; it moves the head on."""

from alembic import op
from row_security import admit, open_to

revision = "0082"
down_revision = "0081"


def upgrade() -> None:
    admit("ledger_head", "sealer", "select, insert, update")
    admit("ledger_entry", "sealer", "insert")
    admit("ledger_batch", "sealer", "insert")
    for table in ("ledger_checkpoint", "ledger_anchoring"):
        admit(table, "sealer", "select, insert")
        open_to(table, "sealer")
    open_to("ledger_head", "sealer")
    op.execute("grant select, insert on ledger_key to polyclinic_sealer")
    op.execute("grant select on log_epoch to polyclinic_sealer")
