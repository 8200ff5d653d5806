"""The directory's read models."""

from alembic import op
from row_security import secure

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("""
        create table provider (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          added_at timestamptz not null,
          updated_at timestamptz not null,
          profile jsonb not null,
          visit_types jsonb not null,
          key_id uuid not null,
          sealed bytea not null,
          primary key (clinic_id, id)
        )""")
    op.execute("create index provider_added_at_idx on provider (clinic_id, added_at, id)")
    secure("provider", app="select, insert, update", follower="select")
    op.execute("""
        create table provider_authority (
          clinic_id uuid not null,
          provider_id uuid not null,
          authority_id uuid not null,
          jurisdiction text not null,
          valid_from date not null,
          valid_until date,
          revoked_on date,
          primary key (clinic_id, provider_id, authority_id)
        )""")
    op.execute(
        "create index provider_authority_jurisdiction_idx on provider_authority (clinic_id, jurisdiction, provider_id)"
    )
    secure("provider_authority", app="select, insert, update")
    op.execute("""
        create table provider_visit_type (
          clinic_id uuid not null,
          provider_id uuid not null,
          code text not null,
          name text not null,
          mode text not null,
          length_minutes integer not null,
          buffer_before_minutes integer not null,
          buffer_after_minutes integer not null,
          price_minor bigint not null,
          currency text not null,
          primary key (clinic_id, provider_id, code)
        )""")
    op.execute("create index provider_visit_type_code_idx on provider_visit_type (clinic_id, code, provider_id)")
    secure("provider_visit_type", app="select, insert, update, delete")
    for table, column in (("provider_specialty", "specialty"), ("provider_language", "language")):
        op.execute(f"""
            create table {table} (
              clinic_id uuid not null,
              {column} text not null,
              provider_id uuid not null,
              primary key (clinic_id, {column}, provider_id)
            )""")
        op.execute(f"create index {table}_provider_idx on {table} (clinic_id, provider_id)")
        secure(table, app="select, insert, delete")
