"""The addresses of operators, sealed; those in clear are sealed one by one, because no migration has the keys."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.execute("alter table operator alter column email drop not null")
    op.execute("""
        alter table operator
          add column email_token bytea unique,
          add column key_id uuid,
          add column sealed bytea""")
