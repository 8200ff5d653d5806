"""Who and what is taken when, and the calendar's read models."""

from alembic import op
from row_security import secure

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _reservations()
    _appointments()
    _rules()


def _reservations() -> None:
    op.execute("""
        create table reservation (
          clinic_id uuid not null,
          owner_id uuid not null,
          kind text not null constraint reservation_kind_check check (kind in ('provider', 'room', 'patient')),
          resource_id uuid not null,
          starts_at timestamptz not null,
          ends_at timestamptz not null,
          during tstzrange generated always as (tstzrange(starts_at, ends_at)) stored,
          lane smallint not null default 0,
          owner_kind text not null
            constraint reservation_owner_kind_check check (owner_kind in ('appointment', 'hold')),
          expires_at timestamptz,
          primary key (clinic_id, owner_id, kind),
          constraint reservation_nothing_twice_excl exclude using gist
            (clinic_id with =, resource_id with =, lane with =, during with &&) deferrable initially immediate
        )""")
    op.execute("create index reservation_agenda_idx on reservation (clinic_id, resource_id, starts_at, ends_at)")
    secure("reservation", app="select, insert, update, delete", follower="select")


def _appointments() -> None:
    op.execute("""
        create table appointment (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          created_at timestamptz not null,
          updated_at timestamptz not null,
          status text not null,
          patient uuid not null,
          provider uuid not null,
          room uuid,
          visit_type text not null,
          mode text not null,
          price jsonb,
          starts_at timestamptz not null,
          ends_at timestamptz not null,
          place jsonb not null,
          hold uuid,
          ended_by text,
          ended_late boolean not null,
          not_held_because text,
          key_id uuid not null,
          sealed bytea not null,
          primary key (clinic_id, id)
        )""")
    op.execute("create index appointment_starts_at_idx on appointment (clinic_id, starts_at, id)")
    op.execute("create index appointment_provider_idx on appointment (clinic_id, provider, starts_at, id)")
    op.execute("create index appointment_patient_idx on appointment (clinic_id, patient, starts_at, id)")
    secure("appointment", app="select, insert, update", follower="select")
    op.execute("""
        create table hold (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          placed_at timestamptz not null,
          updated_at timestamptz not null,
          status text not null,
          patient uuid,
          provider uuid not null,
          room uuid,
          visit_type text not null,
          starts_at timestamptz not null,
          ends_at timestamptz not null,
          place jsonb not null,
          expires_at timestamptz not null,
          appointment uuid,
          primary key (clinic_id, id)
        )""")
    op.execute("create index hold_expires_at_idx on hold (clinic_id, expires_at, id) where status = 'running'")
    secure("hold", app="select, insert, update", follower="select")


def _rules() -> None:
    op.execute("""
        create table availability (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          opened_at timestamptz not null,
          updated_at timestamptz not null,
          provider uuid not null,
          rules jsonb not null,
          primary key (clinic_id, id)
        )""")
    op.execute("create unique index availability_provider_idx on availability (clinic_id, provider)")
    secure("availability", app="select, insert, update", follower="select")
    op.execute("""
        create table booking_policy (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          updated_at timestamptz not null,
          policy jsonb not null,
          primary key (clinic_id, id)
        )""")
    secure("booking_policy", app="select, insert, update", follower="select")
