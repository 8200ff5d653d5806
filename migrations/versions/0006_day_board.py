"""The day board, a read model that follows the log."""

from alembic import op
from row_security import secure

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute("""
        create table day_board (
          clinic_id uuid not null,
          appointment uuid not null,
          starts_at timestamptz not null,
          ends_at timestamptz not null,
          status text not null,
          patient uuid not null,
          provider uuid not null,
          room uuid,
          site uuid,
          visit_type text not null,
          mode text not null,
          primary key (clinic_id, appointment)
        )""")
    op.execute("create index day_board_starts_at_idx on day_board (clinic_id, starts_at, appointment)")
    secure("day_board", app="select", follower="select, insert, update")
