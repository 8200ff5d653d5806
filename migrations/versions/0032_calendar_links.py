"""Calendar links, the digests of their secrets, and the directory that leads from a link to its clinic."""

from alembic import op
from row_security import analyze_early, secure

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.execute("create table calendar_directory (link uuid primary key, clinic_id uuid not null)")
    op.execute("grant select, insert, delete on calendar_directory to polyclinic_app")
    op.execute("""
        create table calendar_link (
          clinic_id uuid not null,
          id uuid not null,
          version integer not null,
          issued_at timestamptz not null,
          updated_at timestamptz not null,
          provider uuid,
          patient uuid,
          revoked_at timestamptz,
          primary key (clinic_id, id)
        )""")
    op.execute("create index calendar_link_issued_at_idx on calendar_link (clinic_id, issued_at, id)")
    for whose in ("provider", "patient"):
        op.execute(f"create index calendar_link_{whose}_idx on calendar_link (clinic_id, {whose}, issued_at, id)")
    secure("calendar_link", app="select, insert, update")
    op.execute("""
        create table calendar_secret (
          clinic_id uuid not null,
          link uuid not null,
          digest bytea not null,
          primary key (clinic_id, link)
        )""")
    secure("calendar_secret", app="select, insert, delete")
    for table in ("calendar_directory", "calendar_link", "calendar_secret"):
        analyze_early(table)
