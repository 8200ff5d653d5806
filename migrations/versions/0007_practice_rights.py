"""An authority's row says until when it holds, whatever was planned and revoked: the law is read in one place."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("""
        update provider_authority
           set valid_until = greatest(valid_from - 1, least(valid_until, revoked_on - 1))
         where revoked_on is not null""")
    op.execute("alter table provider_authority drop column revoked_on")
