"""Who waits for which visit."""

from alembic import op
from row_security import analyze_early, secure

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.execute("""
        create table waitlist_entry (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          joined_at timestamptz not null,
          updated_at timestamptz not null,
          status text not null,
          appointment_status text not null,
          patient uuid not null,
          provider uuid,
          visit_type text not null,
          mode text not null,
          place jsonb not null,
          first_day date not null,
          last_day date not null,
          day_parts jsonb not null,
          providers jsonb not null,
          specialty text,
          language text,
          urgency text not null,
          offer jsonb,
          offer_until timestamptz,
          let_go jsonb not null,
          appointment uuid,
          left_by text,
          key_id uuid not null,
          sealed bytea not null,
          primary key (clinic_id, id)
        )""")
    in_line = "where status in ('waiting', 'offered')"
    line = "urgency desc, joined_at, id"
    op.execute(
        f"create unique index waitlist_entry_once_idx on waitlist_entry (clinic_id, patient, visit_type) {in_line}"
    )
    op.execute(f"create index waitlist_entry_line_idx on waitlist_entry (clinic_id, visit_type, {line}) {in_line}")
    op.execute(f"create index waitlist_entry_status_idx on waitlist_entry (clinic_id, status, {line})")
    op.execute("create index waitlist_entry_patient_idx on waitlist_entry (clinic_id, patient, joined_at, id)")
    op.execute("create index waitlist_entry_provider_idx on waitlist_entry (clinic_id, provider, joined_at, id)")
    op.execute("""
        create index waitlist_entry_offer_until_idx on waitlist_entry (clinic_id, offer_until, id)
         where status = 'offered'""")
    op.execute(f"create index waitlist_entry_last_day_idx on waitlist_entry (clinic_id, last_day, id) {in_line}")
    secure("waitlist_entry", app="select, insert, update", follower="select")
    analyze_early("waitlist_entry")
