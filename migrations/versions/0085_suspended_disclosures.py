"""Until when a patient is not told of a disclosure."""

from alembic import op

revision = "0085"
down_revision = "0084"


def upgrade() -> None:
    op.execute("alter table disclosure add column suspended_until timestamptz")
    # Whoever reads the trail to a patient leaves out what was done about a disclosure that is suspended.
    op.execute("grant select (clinic_id, id, suspended_until) on disclosure to polyclinic_auditor")
