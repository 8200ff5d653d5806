"""How each clinic stands with whoever runs the installation."""

from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.execute("alter table clinic add column standing text not null default 'open'")
    op.execute("alter table clinic_directory add column standing text not null default 'open'")
    # Those that take nobody are few, and are asked for every second by every process.
    op.execute("create index clinic_directory_standing_idx on clinic_directory (clinic_id) where standing <> 'open'")
    op.execute("grant update (standing) on clinic_directory to polyclinic_app")
    op.execute("grant select on clinic_directory to polyclinic_sweeper")
