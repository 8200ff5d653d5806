"""Row-level security for a clinic's table: on, forced, and told to each role by a policy of its own."""

from alembic import op

ROLES = ("polyclinic_app", "polyclinic_follower", "polyclinic_sweeper", "polyclinic_auditor")

CLINIC = "clinic_id = nullif(current_setting('polyclinic.clinic', true), '')::uuid"
"""The clinic that the transaction was opened for; nobody's rows where none was."""


def secure(table: str, **privileges: str) -> None:
    """Force row-level security and grant privileges by role (``app="select, insert"``), each within one clinic.

    The owner has a policy of its own, without which a backfill would silently change no row.
    """
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to polyclinic_owner using (true) with check (true)")
    op.execute(f"create policy clinic on {table} to {', '.join(ROLES)} using ({CLINIC}) with check ({CLINIC})")
    for role, granted in privileges.items():
        op.execute(f"grant {granted} on {table} to polyclinic_{role}")


def admit(table: str, role: str, privileges: str) -> None:
    """Let a role that came later, and that ``secure`` has no policy for, at a table, within one clinic."""
    op.execute(f"create policy {role} on {table} to polyclinic_{role} using ({CLINIC}) with check ({CLINIC})")
    op.execute(f"grant {privileges} on {table} to polyclinic_{role}")


def analyze_early(table: str) -> None:
    """Have statistics made anew after 2 % of change instead of 10 %; every new table of a clinic wants this.

    A clinic that they have not heard of is planned for as one without rows. ADR 23.
    """
    op.execute(f"alter table {table} set (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 200)")


def open_to(table: str, role: str, command: str = "select") -> None:
    """Let a role that serves all clinics see every clinic's rows of a table that holds nothing in clear."""
    op.execute(f"create policy {role}_{command} on {table} for {command} to polyclinic_{role} using (true)")
