"""The entries of the audit trail that somebody left, in their order."""

from concurrently import index

revision = "0066"
down_revision = "0065"


def upgrade() -> None:
    index("audit_entry_actor_idx", "audit_entry (clinic_id, actor_id, at, id)")
