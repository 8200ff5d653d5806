"""Service keys are found by what they are for."""

from alembic import op
from row_security import analyze_early, secure

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    op.execute("""
        create table api_key_scope (
          clinic_id uuid not null,
          scope text not null,
          api_key_id uuid not null,
          primary key (clinic_id, scope, api_key_id)
        )""")
    op.execute("create index api_key_scope_api_key_idx on api_key_scope (clinic_id, api_key_id)")
    secure("api_key_scope", app="select, insert, delete")
    analyze_early("api_key_scope")
    op.execute("""
        insert into api_key_scope (clinic_id, scope, api_key_id)
        select k.clinic_id, s.scope, k.id from api_key k cross join jsonb_array_elements_text(k.scopes) as s (scope)""")
