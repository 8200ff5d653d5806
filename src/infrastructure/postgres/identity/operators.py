"""Those who run the installation: a table that belongs to no clinic."""

from application.identity.ports import Credential
from application.shared.execution import Execution
from application.shared.key_vault import INSTALLATION
from application.shared.refusals import NotFound
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.identity.reading import reading
from infrastructure.postgres.session import current

_OF_EMAIL = "select id as account, version, password_hash from operator where email = $1"
_OF_ACCOUNT = "select id as account, version, password_hash from operator where id = $1"

_ADD = """
insert into operator (email, password_hash) values ($1, $2) on conflict (email) do nothing returning id
"""

_KEEP = """
update operator set version = version + 1, password_hash = $3::text
 where id = $1::uuid and version = $2::integer
returning true
"""


class PostgresOperators:
    """Keeps operators and what they sign in with."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def add(self, email: EmailAddress, password_hash: str) -> AccountId | None:
        """Add an operator; ``None`` where the address has an account already."""
        async with clinic_transaction(self._pool, INSTALLATION) as connection:
            added = await connection.fetchval(_ADD, email.normalized, password_hash)
            await connection.execute("COMMIT")
        return AccountId(added) if added is not None else None

    async def of_email(self, email: EmailAddress, execution: Execution) -> Credential | None:  # noqa: ARG002 - the port's form
        """Give the credential of the operator who has an address."""
        async with reading(self._pool, INSTALLATION) as connection:
            row = await connection.fetchrow(_OF_EMAIL, email.normalized)
        return Credential(**row) if row is not None else None

    async def of_account(self, account: AccountId, execution: Execution) -> Credential:  # noqa: ARG002 - the port's form
        """Give an operator's credential. Raises ``NotFound``."""
        async with reading(self._pool, INSTALLATION) as connection:
            row = await connection.fetchrow(_OF_ACCOUNT, account)
        if row is None:
            raise NotFound(id=account)
        return Credential(**row)

    async def keep(self, credential: Credential, execution: Execution) -> None:  # noqa: ARG002 - the port's form
        """Add what was changed to the command's flush."""
        current().flush.guard(_KEEP, credential.account, credential.version, credential.password_hash)
