"""How often a clinic's people may ask, where that is the clinic's own."""

from alembic import op

revision = "0072"
down_revision = "0071"


def upgrade() -> None:
    op.execute("alter table clinic_directory add column rates jsonb")
    op.execute("grant update (rates) on clinic_directory to polyclinic_app")
