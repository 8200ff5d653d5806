"""Adding those who run the installation."""

from dataclasses import dataclass

from application.identity.accounts.ports import OperatorAccounts, PasswordHasher
from domain.identity.account import EmailTaken
from domain.identity.password import PasswordPolicy
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId


@dataclass(frozen=True, slots=True)
class Operators:
    """Adds operators. For whoever has a shell on the machine: no operation of the API leads here."""

    accounts: OperatorAccounts
    hasher: PasswordHasher
    policy: PasswordPolicy

    async def add(self, email: EmailAddress, password: str) -> AccountId:
        """Add an operator. Raises what the policy raises, and ``EmailTaken``."""
        self.policy.check(password)
        self.policy.check_apart(password, (email.address, email.mailbox))
        added = await self.accounts.add(email, await self.hasher.hash(password))
        if added is None:
            raise EmailTaken
        return added
