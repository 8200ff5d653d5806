"""Clinics, accounts, credentials, sessions and keys."""

from alembic import op
from row_security import secure

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _installation()
    _clinics()
    _accounts()
    _sessions()
    _keys()


def _installation() -> None:
    # Of the installation, not of a clinic: read to find out which clinic is meant, so without row-level security.
    op.execute("create table clinic_directory (slug text primary key, clinic_id uuid not null unique)")
    op.execute("grant select, insert on clinic_directory to polyclinic_app")
    op.execute("create table api_key_directory (prefix text primary key, clinic_id uuid not null)")
    op.execute("grant select, insert, delete on api_key_directory to polyclinic_app")
    op.execute("""
        create table operator (
          id uuid primary key default gen_random_uuid(),
          email text not null unique,
          version integer not null default 1,
          password_hash text not null
        )""")
    op.execute("grant select, insert, update on operator to polyclinic_app")


def _clinics() -> None:
    op.execute("""
        create table clinic (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          opened_at timestamptz not null,
          updated_at timestamptz not null,
          name text not null,
          slug text not null,
          zone jsonb not null,
          locale text not null,
          sites jsonb not null,
          rooms jsonb not null,
          primary key (clinic_id, id)
        )""")
    secure("clinic", app="select, insert, update", follower="select")


def _accounts() -> None:
    op.execute("""
        create table account (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          invited_at timestamptz not null,
          updated_at timestamptz not null,
          role text not null,
          patient uuid,
          provider uuid,
          invitation_expires_at timestamptz not null,
          accepted_at timestamptz,
          disabled_at timestamptz,
          key_id uuid not null,
          sealed bytea not null,
          primary key (clinic_id, id)
        )""")
    op.execute("create index account_invited_at_idx on account (clinic_id, invited_at, id)")
    secure("account", app="select, insert, update", follower="select")
    op.execute("""
        create table account_email (
          clinic_id uuid not null,
          token bytea not null,
          account_id uuid not null,
          primary key (clinic_id, token),
          unique (clinic_id, account_id)
        )""")
    secure("account_email", app="select, insert, delete")
    op.execute("""
        create table credential (
          clinic_id uuid not null,
          account_id uuid not null,
          version integer not null,
          password_hash text,
          invitation bytea,
          primary key (clinic_id, account_id)
        )""")
    secure("credential", app="select, insert, update")


def _sessions() -> None:
    op.execute("""
        create table sign_in_session (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          account uuid not null,
          started_at timestamptz not null,
          expires_at timestamptz not null,
          idle_expires_at timestamptz not null,
          current bytea not null,
          previous bytea,
          rotated_at timestamptz,
          ended_at timestamptz,
          why text,
          key_id uuid,
          successor bytea,
          primary key (clinic_id, id)
        )""")
    op.execute("create index sign_in_session_account_idx on sign_in_session (clinic_id, account)")
    secure("sign_in_session", app="select, insert, update")


def _keys() -> None:
    op.execute("""
        create table api_key (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          issued_at timestamptz not null,
          updated_at timestamptz not null,
          name text not null,
          scopes jsonb not null,
          prefix text not null,
          expires_at timestamptz not null,
          revoked_at timestamptz,
          primary key (clinic_id, id)
        )""")
    op.execute("create index api_key_issued_at_idx on api_key (clinic_id, issued_at, id)")
    secure("api_key", app="select, insert, update")
    op.execute("""
        create table api_key_secret (
          clinic_id uuid not null,
          api_key_id uuid not null,
          prefix text not null,
          digest bytea not null,
          primary key (clinic_id, api_key_id),
          unique (clinic_id, prefix)
        )""")
    secure("api_key_secret", app="select, insert, update, delete")
