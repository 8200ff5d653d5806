"""What people of a clinic sign in with."""

from application.identity.accounts.ports import Credential
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.identity.account import Account
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from infrastructure.crypto.blind_index import BlindIndexes, Kind
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.projected_table import ProjectedTable
from infrastructure.postgres.reading import reading
from infrastructure.postgres.session import Session, current

_OF_EMAIL = """
select c.account_id as account, c.version, c.password_hash, c.invitation
  from account_email e join credential c on c.clinic_id = e.clinic_id and c.account_id = e.account_id
 where e.clinic_id = $1 and e.token = $2
"""

_OF_ACCOUNT = """
select account_id as account, version, password_hash, invitation from credential
 where clinic_id = $1 and account_id = $2
"""

_ADD = """
insert into credential (clinic_id, account_id, version, password_hash, invitation)
values ($1::uuid, $2::uuid, $3::integer, $4::text, $5::bytea)
"""

_KEEP = """
update credential set version = version + 1, password_hash = $4::text, invitation = $5::bytea
 where clinic_id = $1::uuid and account_id = $2::uuid and version = $3::integer
returning true
"""

_ADD_EMAIL = """
insert into account_email (clinic_id, token, account_id) values ($1::uuid, $2::bytea, $3::uuid)
on conflict (clinic_id, account_id) do nothing
"""
_REMOVE_EMAIL = "delete from account_email where clinic_id = $1::uuid and account_id = $2::uuid"


class PostgresCredentials:
    """Keeps credentials in a table of their own, found by the account or by the token of its e-mail address."""

    def __init__(self, pool: Pool, indexes: BlindIndexes) -> None:
        self._pool = pool
        self._indexes = indexes

    async def of_email(self, email: EmailAddress, execution: Execution) -> Credential | None:
        """Give the credential of the account that has an address."""
        token = await _token(self._indexes, email, execution)
        async with reading(self._pool, execution.clinic) as connection:
            row = await connection.fetchrow(_OF_EMAIL, execution.clinic, token)
        return Credential(**row) if row is not None else None

    async def of_account(self, account: AccountId, execution: Execution) -> Credential:
        """Give an account's credential. Raises ``NotFound``."""
        async with reading(self._pool, execution.clinic) as connection:
            row = await connection.fetchrow(_OF_ACCOUNT, execution.clinic, account)
        if row is None:
            raise NotFound(id=account)
        return Credential(**row)

    async def add(self, credential: Credential, execution: Execution) -> None:
        """Add a new account's credential to the command's flush."""
        current().flush.write(_ADD, execution.clinic, *_columns(credential))

    async def keep(self, credential: Credential, execution: Execution) -> None:
        """Add what was changed to the command's flush."""
        current().flush.guard(_KEEP, execution.clinic, *_columns(credential))


class AccountEmails:
    """Keeps the token by which an account is found, and which no other account can have, until it is disabled."""

    tables = (ProjectedTable("account_email", "account_id"),)

    def __init__(self, indexes: BlindIndexes) -> None:
        self._indexes = indexes

    async def project(self, session: Session, aggregate: Account) -> None:
        """Add the token of an account; remove that of a disabled one."""
        execution = session.execution
        if aggregate.disabled_at is not None:
            session.flush.write(_REMOVE_EMAIL, execution.clinic, aggregate.id)
        else:
            token = await _token(self._indexes, aggregate.email, execution)
            session.flush.write(_ADD_EMAIL, execution.clinic, token, aggregate.id)


async def _token(indexes: BlindIndexes, email: EmailAddress, execution: Execution) -> bytes:
    return (await indexes.of(execution.clinic)).token(Kind.EMAIL, email.normalized)


def _columns(credential: Credential) -> tuple[object, ...]:
    return credential.account, credential.version, credential.password_hash, credential.invitation
