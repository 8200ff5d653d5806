"""Who answers for a clinic, in memory."""

import msgspec

from application.shared.execution import Execution
from domain.identity.account import Account
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from infrastructure.memory.repository import MemoryRepository


class MemoryOwners:
    """Asks the accounts themselves."""

    def __init__(self, accounts: MemoryRepository[Account]) -> None:
        self._accounts = accounts

    async def besides(self, account: AccountId, execution: Execution) -> int:
        """Count the owners, but for this account."""
        everybody = self._accounts.all(msgspec.structs.replace(execution, reach="any"))
        owners = (one for one in everybody if one.membership.role is Role.OWNER and one.can_sign_in)
        return sum(one.id != account for one in owners)
