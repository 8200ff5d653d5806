"""In which capacity accounts act."""

from dataclasses import dataclass

from application.identity.accounts.ports import Accounts
from application.shared.execution import Execution
from domain.identity.membership import Membership
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role


@dataclass(frozen=True, slots=True)
class AccountMemberships:
    """Asks the clinic's accounts."""

    accounts: Accounts

    async def of(self, account: AccountId, execution: Execution) -> Membership | None:
        """Give what the invitation said; ``None`` where the account is not open."""
        found = await self.accounts.get(account, execution)
        return found.membership if found.can_sign_in else None


@dataclass(frozen=True, slots=True)
class OperatorMemberships:
    """Knows that whoever has a credential of the installation is its operator."""

    async def of(self, account: AccountId, execution: Execution) -> Membership:  # noqa: ARG002 - the port's form
        """Give the operator's membership: no clinic."""
        return Membership(role=Role.OPERATOR)
