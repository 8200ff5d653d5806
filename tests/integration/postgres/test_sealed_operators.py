"""An operator's address stands in no table in clear, and is found all the same."""

from uuid import UUID, uuid4

import pytest

from application.identity.accounts.ports import Credential
from application.shared.actor import Actor
from application.shared.key_vault import INSTALLATION
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from infrastructure.crypto.sealing import associated
from infrastructure.postgres.identity.operators import PostgresOperators
from integration.contracts.registry import attempt, execution
from integration.databases import Database
from integration.people import Clinic, Person
from integration.stack import Stack


@pytest.fixture
def operators(stack: Stack) -> PostgresOperators:
    """Give the installation's operators."""
    found: PostgresOperators = stack.container.identity.ports.operator_accounts()
    return found


def an_email() -> EmailAddress:
    """Give an address that nobody has yet."""
    return EmailAddress(address=f"Operator-{uuid4().hex[:12]}@example.org")


async def stored(database: Database, account: UUID) -> str:
    """Give an operator's row as its own text."""
    async with database.connected("postgres") as superuser:
        return str(await superuser.fetchval("select o::text from operator o where id = $1", account))


async def test_no_address_stands_in_clear(operators: PostgresOperators, stack: Stack, database: Database) -> None:
    """The row holds a token and a seal; the seal opens under the installation's key, in its own place alone."""
    email = an_email()
    account = await operators.add(email, "hashed")
    assert account is not None
    row = (await stored(database, account)).lower()
    assert email.normalized not in row
    assert email.normalized.encode().hex() not in row
    async with database.connected("postgres") as superuser:
        await superuser.execute("select set_config('polyclinic.clinic', $1, false)", str(INSTALLATION))
        sealed = await superuser.fetchval("select sealed from operator where id = $1", account)
        key = await stack.container.shared.keys().find(superuser, INSTALLATION, INSTALLATION)
    assert key.key.open(sealed, associated(INSTALLATION, "operator", account, "email")).decode() == email.address


async def test_an_address_in_clear_is_sealed_at_the_next_sign_in(
    operators: PostgresOperators, stack: Stack, clinic: Clinic, database: Database
) -> None:
    """Whoever was added before is found, is not added twice, and is sealed as soon as they sign in."""
    email, account, asking = an_email(), AccountId(uuid4()), execution(stack, clinic[Role.OPERATOR])
    async with database.connected("postgres") as superuser:
        insert = "insert into operator (id, email, password_hash) values ($1, $2, 'hashed')"
        await superuser.execute(insert, account, email.normalized)
    found = await operators.of_email(email, asking)
    assert found == Credential(account=account, version=1, password_hash="hashed")
    assert await operators.add(email, "other") is None
    operator = Person(Actor(INSTALLATION, account, Role.OPERATOR), clinic[Role.OPERATOR].http)
    in_installation = execution(stack, operator)
    async with attempt(stack, in_installation) as transaction:
        await operators.keep(found, in_installation)
        await transaction.commit()
    assert email.normalized not in await stored(database, account)
    again = await operators.of_email(email, asking)
    assert again == Credential(account=account, version=2, password_hash="hashed")
    assert await operators.add(email, "other") is None
