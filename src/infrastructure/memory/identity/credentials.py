"""What people sign in with, in memory."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from application.identity.accounts.ports import Credential
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from application.shared.transactions import LostRace
from domain.identity.account import Account
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from infrastructure.memory.log import MemoryLog, MemorySession, current


class MemoryCredentials:
    """Keeps credentials, and which account has which e-mail address."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log
        self._credentials: dict[tuple[UUID, UUID], Credential] = {}
        self._accounts: dict[tuple[UUID, str], AccountId] = {}

    async def of_email(self, email: EmailAddress, execution: Execution) -> Credential | None:
        """Give the credential of the account that has an address."""
        account = self._accounts.get((execution.clinic, email.normalized))
        known = account is not None and not self._log.is_erased(execution.clinic, account)
        return self._credentials[execution.clinic, account] if account is not None and known else None

    async def of_account(self, account: AccountId, execution: Execution) -> Credential:
        """Give an account's credential. Raises ``NotFound``."""
        found = self._credentials.get((execution.clinic, account))
        if found is None or self._log.is_erased(execution.clinic, account):
            raise NotFound(id=account)
        return found

    async def add(self, credential: Credential, execution: Execution) -> None:
        """Keep a new account's credential when the command commits."""
        current().on_commit(_nothing, self._setting(credential, execution))

    async def keep(self, credential: Credential, execution: Execution) -> None:
        """Keep what was changed when the command commits."""

        def check() -> None:
            if self._credentials[execution.clinic, credential.account].version != credential.version:
                raise LostRace(credential.account)

        changed = msgspec.structs.replace(credential, version=credential.version + 1)
        current().on_commit(check, self._setting(changed, execution))

    def follow(self, session: MemorySession, account: Account) -> None:
        """Have the address of whoever is waited for listed when the session commits, of a disabled account no more."""
        place = (session.execution.clinic, account.email.normalized)
        if account.disabled_at is not None:
            session.on_commit(_nothing, lambda: self._remove(place))
        elif account.accepted_at is None:
            holder = AccountId(account.id)
            session.on_commit(lambda: self._check_free(place, holder), lambda: self._list(place, holder))

    def _check_free(self, place: tuple[UUID, str], account: AccountId) -> None:
        if self._accounts.get(place, account) != account:
            raise LostRace(self._accounts[place])

    def _list(self, place: tuple[UUID, str], account: AccountId) -> None:
        self._accounts[place] = account

    def _remove(self, place: tuple[UUID, str]) -> None:
        del self._accounts[place]

    def _setting(self, credential: Credential, execution: Execution) -> Callable[[], None]:
        def apply() -> None:
            self._credentials[execution.clinic, credential.account] = credential

        return apply


def _nothing() -> None:
    """Check nothing."""
