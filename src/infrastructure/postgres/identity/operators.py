"""Those who run the installation: a table that belongs to no clinic."""

from uuid import UUID, uuid4

from application.identity.accounts.ports import Credential
from application.shared.execution import Execution
from application.shared.key_vault import INSTALLATION
from application.shared.refusals import NotFound
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from infrastructure.crypto.blind_index import BlindIndexes, Kind
from infrastructure.crypto.sealing import associated
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.reading import reading
from infrastructure.postgres.session import current
from infrastructure.postgres.subject_key import SubjectKey
from infrastructure.postgres.subject_keys import SubjectKeys

_COLUMNS = "id as account, version, password_hash"

# Whoever was added before addresses were sealed has theirs in clear until the next sign-in. Those few are compared in
# this process: what somebody typed stands in no statement, which PostgreSQL may be told to log.
_OF_EMAIL = f"select {_COLUMNS}, email from operator where email_token = $1 or email is not null"  # noqa: S608 - own names
_ALL_IN_CLEAR = "select email from operator where email is not null"
_OF_ACCOUNT = f"select {_COLUMNS} from operator where id = $1"  # noqa: S608 - own names
_IN_CLEAR = "select email from operator where id = $1 and email is not null"

_ADD = """
insert into operator (id, email_token, key_id, sealed, password_hash)
values ($1::uuid, $2::bytea, $3::uuid, $4::bytea, $5::text)
on conflict (email_token) do nothing returning id
"""

_KEEP = """
update operator set version = version + 1, password_hash = $3::text
 where id = $1::uuid and version = $2::integer
returning true
"""

_KEEP_SEALED = """
update operator set version = version + 1, password_hash = $3::text,
       email = null, email_token = $4::bytea, key_id = $5::uuid, sealed = $6::bytea
 where id = $1::uuid and version = $2::integer
returning true
"""


class PostgresOperators:
    """Keeps operators and what they sign in with; their addresses sealed under the installation's key."""

    def __init__(self, pool: Pool, keys: SubjectKeys, indexes: BlindIndexes) -> None:
        self._pool = pool
        self._keys = keys
        self._indexes = indexes

    async def add(self, email: EmailAddress, password_hash: str) -> AccountId | None:
        """Add an operator; ``None`` where the address has an account already."""
        account = uuid4()
        async with clinic_transaction(self._pool, INSTALLATION) as connection:
            key = await self._keys.made(connection, INSTALLATION, INSTALLATION)
            sealed = await self._sealed(account, email, key)
            if email.normalized in {row["email"] for row in await connection.fetch(_ALL_IN_CLEAR)}:
                return None
            added = await connection.fetchval(_ADD, account, *sealed, password_hash)
            await connection.execute("COMMIT")
        return AccountId(added) if added is not None else None

    async def of_email(self, email: EmailAddress, execution: Execution) -> Credential | None:  # noqa: ARG002 - the port's form
        """Give the credential of the operator who has an address."""
        token = await self._token(email)
        async with reading(self._pool, INSTALLATION) as connection:
            rows = await connection.fetch(_OF_EMAIL, token)
        for account, version, password_hash, in_clear in rows:
            if in_clear is None or in_clear == email.normalized:
                return Credential(account=account, version=version, password_hash=password_hash)
        return None

    async def of_account(self, account: AccountId, execution: Execution) -> Credential:  # noqa: ARG002 - the port's form
        """Give an operator's credential. Raises ``NotFound``."""
        async with reading(self._pool, INSTALLATION) as connection:
            row = await connection.fetchrow(_OF_ACCOUNT, account)
        if row is None:
            raise NotFound(id=account)
        return Credential(**row)

    async def keep(self, credential: Credential, execution: Execution) -> None:  # noqa: ARG002 - the port's form
        """Add what was changed to the command's flush, and the seal of an address that is still in clear."""
        session = current()
        kept = (credential.account, credential.version, credential.password_hash)
        in_clear = await session.fetchval(_IN_CLEAR, credential.account)
        if in_clear is None:
            session.flush.guard(_KEEP, *kept)
            return
        key = await self._keys.sealing(session, INSTALLATION)
        sealed = await self._sealed(credential.account, EmailAddress(address=in_clear), key)
        session.flush.guard(_KEEP_SEALED, *kept, *sealed)

    async def _sealed(self, account: UUID, email: EmailAddress, key: SubjectKey) -> tuple[bytes, UUID, bytes]:
        """Give the token by which an address is found, and its seal."""
        sealed = key.key.seal(email.address.encode(), associated(INSTALLATION, "operator", account, "email"))
        return await self._token(email), key.id, sealed

    async def _token(self, email: EmailAddress) -> bytes:
        return (await self._indexes.of(INSTALLATION)).token(Kind.EMAIL, email.normalized)
