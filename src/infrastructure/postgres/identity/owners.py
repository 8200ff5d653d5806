"""Who answers for a clinic, by the rows of its accounts."""

from application.shared.execution import Execution
from domain.shared.identifiers import AccountId
from infrastructure.postgres.session import current

_BESIDES = """
select count(*) from account
 where clinic_id = $1 and role = 'owner' and accepted_at is not null and disabled_at is null and id <> $2
"""


class PostgresOwners:
    """Counts rows in the command's own transaction."""

    async def besides(self, account: AccountId, execution: Execution) -> int:
        """Count the owners, but for this account."""
        return int(await current().fetchval(_BESIDES, execution.clinic, account))
