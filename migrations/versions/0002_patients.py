"""The registry's read models."""

from alembic import op
from row_security import secure

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("""
        create table patient (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          registered_at timestamptz not null,
          updated_at timestamptz not null,
          identity jsonb,
          consents jsonb not null,
          identity_check text generated always as (identity ->> 'method') stored,
          telehealth_consent boolean
            generated always as (jsonb_path_exists(consents, '$[*] ? (@.kind == "telehealth")')) stored,
          key_id uuid not null,
          sealed bytea not null,
          primary key (clinic_id, id)
        )""")
    op.execute("create index patient_registered_at_idx on patient (clinic_id, registered_at, id)")
    secure("patient", app="select, insert, update", follower="select")
    op.execute("""
        create table patient_token (
          clinic_id uuid not null,
          kind text not null,
          token bytea not null,
          registered_at timestamptz not null,
          patient_id uuid not null,
          primary key (clinic_id, kind, token, registered_at, patient_id)
        )""")
    op.execute("create index patient_token_patient_idx on patient_token (clinic_id, patient_id)")
    op.execute(
        "create unique index patient_token_identifier_idx on patient_token (clinic_id, token) where kind = 'identifier'"
    )
    secure("patient_token", app="select, insert, delete")
