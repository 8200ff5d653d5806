"""What accounts ask of the world."""

from typing import Protocol

import msgspec

from application.shared.execution import Execution
from application.shared.repository import Repository
from domain.identity.account import Account
from domain.identity.membership import Membership
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId, PatientId, ProviderId


class Accounts(Repository[Account], Protocol):
    """The clinic's accounts. While an account is not disabled, no other has its e-mail address."""


class Owners(Protocol):
    """Who answers for the clinic: the owners who accepted and whose accounts are not disabled."""

    async def besides(self, account: AccountId, execution: Execution) -> int:
        """Count the owners, but for this account."""
        ...


class Credential(msgspec.Struct, frozen=True, kw_only=True):
    """With what somebody proves to be an account's holder. Never in a fact, never shown."""

    account: AccountId
    version: int
    """Counts its changes and the sign-ins with it, so that neither happens unseen by the other."""
    password_hash: str | None = None
    """None until the invitation is accepted, and again once the account is disabled."""
    invitation: bytes | None = None
    """Digest of the invitation's token."""

    def __repr__(self) -> str:
        return f"Credential(account={self.account!r}, version={self.version})"


class Credentials(Protocol):
    """What people sign in with: a clinic's, or the installation's for its operators.

    Reads take part in the command's transaction where there is one, and stand alone where there is none.
    """

    async def of_email(self, email: EmailAddress, execution: Execution) -> Credential | None:
        """Give the credential of the account, not disabled, that has an e-mail address, however it is written."""
        ...

    async def of_account(self, account: AccountId, execution: Execution) -> Credential:
        """Give an account's credential. Raises ``NotFound``."""
        ...

    async def keep(self, credential: Credential, execution: Execution) -> None:
        """Keep what was changed of a credential, one version on; the race is lost where another came first."""
        ...


class AccountCredentials(Credentials, Protocol):
    """What the people of a clinic sign in with."""

    async def add(self, credential: Credential, execution: Execution) -> None:
        """Keep a new account's credential."""
        ...


class Memberships(Protocol):
    """In which capacity an account acts."""

    async def of(self, account: AccountId, execution: Execution) -> Membership | None:
        """Give the membership; ``None`` where the account is not open."""
        ...


class People(Protocol):
    """Who is in the clinic's registry of patients and its directory of providers."""

    async def is_patient(self, patient: PatientId, execution: Execution) -> bool:
        """Tell whether the clinic registered the patient. Raises ``Erased`` for one whom it has forgotten."""
        ...

    async def is_provider(self, provider: ProviderId, execution: Execution) -> bool:
        """Tell whether the clinic added the provider."""
        ...


class OperatorAccounts(Protocol):
    """The accounts of those who run the installation; they stand outside every clinic."""

    async def add(self, email: EmailAddress, password_hash: str) -> AccountId | None:
        """Add an operator; ``None`` where the address has an account already."""
        ...


class PasswordHasher(Protocol):
    """Turns passwords into what may be stored."""

    async def hash(self, password: str) -> str:
        """Hash a password with a salt of its own. The answer names its algorithm and parameters."""
        ...

    async def verify(self, hashed: str, password: str) -> bool:
        """Tell whether a password is the hashed one. A hash that this hasher cannot read fits no password."""
        ...

    async def verify_nothing(self) -> None:
        """Take as long as ``verify`` does: for an account that does not exist, so that the time tells nobody so."""
        ...

    def needs_rehash(self, hashed: str) -> bool:
        """Tell whether a hash was made with other parameters than today's; hash anew at the next sign-in."""
        ...
