"""Whether the schema is this release's."""

import asyncpg
from alembic.script import ScriptDirectory

from infrastructure.examination.finding import Finding, broken, ok, warning
from infrastructure.postgres.connection import Reader
from infrastructure.postgres.migrating import alembic_config

_MIGRATE = "Run 'polyclinic migrate'."


async def schema(connection: Reader) -> Finding:
    """Compare the newest migration of the database with the newest of this release, in the application's role."""
    script = ScriptDirectory.from_config(alembic_config("postgresql://"))
    wanted = script.get_current_head()
    try:
        found = await connection.fetchval("select version_num from alembic_version")
    except (asyncpg.UndefinedTableError, asyncpg.InsufficientPrivilegeError):
        return broken("migrations", "none that this release knows", _MIGRATE)
    if found == wanted:
        return ok("migrations", f"at {found}, this release's newest")
    if found in {revision.revision for revision in script.walk_revisions()}:
        return broken("migrations", f"at {found}, and this release needs {wanted}", _MIGRATE)
    # A release that is being replaced goes on, and may be started again, beside the next one's schema (ADR 36).
    return warning("migrations", f"at {found}, which this release does not know", "Run the release that made it.")
