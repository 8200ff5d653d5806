"""What follows a service key in the same flush: the operations that it is found by."""

from typing import Final

from domain.identity.api_key import ApiKey
from infrastructure.postgres.projected_table import ProjectedTable
from infrastructure.postgres.session import Session

_ADD: Final = """
insert into api_key_scope (clinic_id, scope, api_key_id)
select $1::uuid, told, $2::uuid from unnest($3::text[]) as told on conflict do nothing
"""


class ApiKeyScopes:
    """Keeps one row for each operation of a key; a key's operations never change."""

    tables = (ProjectedTable("api_key_scope", "api_key_id"),)

    async def project(self, session: Session, aggregate: ApiKey) -> None:
        """Add the rows that are not there yet."""
        session.flush.write(_ADD, session.execution.clinic, aggregate.id, list(aggregate.scopes))
