"""What a caller names a command by is no longer kept; for a day, where old processes may still look for it, it is."""

from alembic import op

revision = "0086"
down_revision = "0085"


def upgrade() -> None:
    op.execute("""
        create table command_naming (
          id smallint primary key default 1 constraint command_naming_id_check check (id = 1),
          keyed_since timestamptz
        )""")
    op.execute("""
        insert into command_naming (keyed_since)
        select case when exists (select from command) then now() + interval '1 day' end""")
    op.execute("grant select on command_naming to polyclinic_app")
