"""Those who run the installation, in memory."""

from uuid import uuid4

import msgspec

from application.identity.accounts.ports import Credential
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from application.shared.transactions import LostRace
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from infrastructure.memory.log import current


class MemoryOperators:
    """Keeps operators and what they sign in with."""

    def __init__(self) -> None:
        self._credentials: dict[AccountId, Credential] = {}
        self._accounts: dict[str, AccountId] = {}

    async def add(self, email: EmailAddress, password_hash: str) -> AccountId | None:
        """Add an operator; ``None`` where the address has an account already."""
        if email.normalized in self._accounts:
            return None
        account = self._accounts[email.normalized] = AccountId(uuid4())
        self._credentials[account] = Credential(account=account, version=1, password_hash=password_hash)
        return account

    async def of_email(self, email: EmailAddress, execution: Execution) -> Credential | None:  # noqa: ARG002 - the port's form
        """Give the credential of the operator who has an address."""
        account = self._accounts.get(email.normalized)
        return self._credentials[account] if account is not None else None

    async def of_account(self, account: AccountId, execution: Execution) -> Credential:  # noqa: ARG002 - the port's form
        """Give an operator's credential. Raises ``NotFound``."""
        if account not in self._credentials:
            raise NotFound(id=account)
        return self._credentials[account]

    async def keep(self, credential: Credential, execution: Execution) -> None:  # noqa: ARG002 - the port's form
        """Keep what was changed when the command commits."""

        def check() -> None:
            if self._credentials[credential.account].version != credential.version:
                raise LostRace(credential.account)

        def apply() -> None:
            self._credentials[credential.account] = msgspec.structs.replace(credential, version=credential.version + 1)

        current().on_commit(check, apply)
