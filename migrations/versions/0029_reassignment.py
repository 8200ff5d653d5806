"""Visits that need another provider, and which authorities were revoked."""

from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.execute("alter table appointment add column needs_reassignment text")
    op.execute("""
        create index appointment_needs_reassignment_idx on appointment (clinic_id, starts_at, id)
         where needs_reassignment is not null""")
    op.execute("alter table day_board add column reassignment text")
    op.execute("alter table provider_authority add column revoked boolean not null default false")
    op.execute("""
        update provider_authority held set revoked = true
          from event e
         where e.clinic_id = held.clinic_id and e.stream_id = held.provider_id
           and e.name = 'providers.provider.authority-revoked'
           and (convert_from(e.data, 'UTF8')::jsonb ->> 'authority_id')::uuid = held.authority_id""")
