"""A refusal that can be explained: found by its request, of which the application reads no more than what is told."""

from alembic import op

revision = "0020"
down_revision = "0015"


def upgrade() -> None:
    op.execute(
        "create index audit_entry_refused_idx on audit_entry (clinic_id, correlation_id)"
        " where outcome not in ('done', 'rehearsed')"
    )
    op.execute(
        "grant select (clinic_id, correlation_id, operation, outcome, at, actor_id) on audit_entry to polyclinic_app"
    )
