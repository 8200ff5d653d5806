"""The log of facts and what stands around it: order, feed, kept answers, keys, audit trail, jobs."""

from alembic import op
from row_security import open_to, secure

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("create extension if not exists btree_gist")
    op.execute(
        "grant usage on schema public to polyclinic_app, polyclinic_follower, polyclinic_sweeper, polyclinic_auditor"
    )
    _order()
    _facts()
    _followers()
    _commands()
    _jobs()


def _order() -> None:
    op.execute("""
        create table log_epoch (
          id smallint primary key default 1 constraint log_epoch_id_check check (id = 1),
          current smallint not null
        )""")
    op.execute("insert into log_epoch (current) values (1)")
    op.execute("grant select on log_epoch to polyclinic_app, polyclinic_follower")
    op.execute("""
        create function current_log_epoch() returns smallint language sql stable
        as 'select current from log_epoch'""")
    op.execute("""
        create table sequencer (
          id smallint primary key default 1 constraint sequencer_id_check check (id = 1),
          epoch smallint not null,
          xid xid8 not null,
          position bigint not null
        )""")
    op.execute("insert into sequencer (epoch, xid, position) values (0, '0', 0)")
    op.execute("grant select, update on sequencer to polyclinic_follower")


def _facts() -> None:
    op.execute("create sequence event_position_seq")
    op.execute("""
        create table event (
          epoch smallint not null default current_log_epoch(),
          xid xid8 not null default pg_current_xact_id(),
          position bigint not null default nextval('event_position_seq'),
          clinic_id uuid not null,
          stream_id uuid not null,
          version integer not null constraint event_version_check check (version > 0),
          name text not null,
          revision smallint not null,
          data bytea not null,
          key_id uuid,
          sealed bytea,
          command_id uuid not null,
          causation_id uuid,
          correlation_id uuid not null,
          actor_id uuid not null,
          recorded_at timestamptz not null,
          primary key (clinic_id, stream_id, version)
        )""")
    op.execute("create index event_order_idx on event (epoch, xid, position)")
    secure("event", app="select, insert", follower="select")
    open_to("event", "follower")
    op.execute("grant usage on sequence event_position_seq to polyclinic_app")
    op.execute("""
        create table subject_key (
          clinic_id uuid not null,
          subject_id uuid not null,
          key_id uuid not null,
          kek_id text not null,
          wrapped bytea,
          destroyed_at timestamptz,
          primary key (clinic_id, subject_id),
          unique (clinic_id, key_id)
        )""")
    secure("subject_key", app="select, insert", follower="select")


def _followers() -> None:
    op.execute("""
        create table feed (
          clinic_id uuid not null,
          feed_no bigint not null,
          stream_id uuid not null,
          version integer not null,
          name text not null,
          primary key (clinic_id, feed_no),
          unique (clinic_id, stream_id, version)
        )""")
    secure("feed", app="select", follower="select, insert")
    open_to("feed", "follower")
    op.execute("create table feed_head (clinic_id uuid primary key, feed_no bigint not null)")
    secure("feed_head", app="select", follower="select, insert, update", sweeper="select")
    open_to("feed_head", "follower")
    open_to("feed_head", "sweeper")
    op.execute("""
        create table checkpoint (
          clinic_id uuid not null,
          follower text not null,
          feed_no bigint not null,
          state text not null default 'running',
          attempts integer not null default 0,
          failure text,
          retry_at timestamptz,
          primary key (clinic_id, follower)
        )""")
    secure("checkpoint", app="select", follower="select, insert, update, delete")
    open_to("checkpoint", "follower")


def _commands() -> None:
    op.execute("""
        create table command (
          clinic_id uuid not null,
          actor_id uuid not null,
          operation text not null,
          key text not null,
          body_mac bytea not null,
          key_id uuid not null,
          answer bytea not null,
          at timestamptz not null,
          primary key (clinic_id, actor_id, operation, key)
        )""")
    secure("command", app="select, insert")
    op.execute("""
        create table audit_entry (
          clinic_id uuid not null,
          id uuid not null,
          at timestamptz not null,
          actor_id uuid not null,
          role text not null,
          operation text not null,
          outcome text not null,
          command_id uuid not null,
          correlation_id uuid not null,
          subjects uuid[] not null,
          streams uuid[] not null,
          primary key (clinic_id, id)
        )""")
    op.execute("create index audit_entry_at_idx on audit_entry (clinic_id, at, id)")
    secure("audit_entry", app="insert", auditor="select")


def _jobs() -> None:
    op.execute("""
        create table job (
          clinic_id uuid not null,
          id uuid not null,
          kind text not null,
          arguments jsonb not null,
          state text not null default 'waiting',
          due_at timestamptz not null,
          attempts integer not null default 0,
          sent_at timestamptz,
          claimed_until timestamptz,
          finished_at timestamptz,
          failure text,
          primary key (clinic_id, id)
        )""")
    op.execute("create index job_due_idx on job (due_at) where state in ('waiting', 'running')")
    op.execute("create index job_finished_at_idx on job (finished_at) where state = 'done'")
    secure("job", app="select, insert, update", follower="select, insert", sweeper="select, insert, update, delete")
    op.execute("create policy sweeper_all on job to polyclinic_sweeper using (true) with check (true)")
