"""Second factors, in memory."""

from uuid import UUID

import msgspec

from application.shared.execution import Execution
from application.shared.transactions import LostRace
from domain.identity.second_factor import SecondFactor
from domain.shared.identifiers import AccountId
from infrastructure.memory.log import current


class MemorySecondFactors:
    """Keeps second factors as they are."""

    def __init__(self) -> None:
        self._factors: dict[tuple[UUID, AccountId], SecondFactor] = {}

    async def of(self, account: AccountId, execution: Execution) -> SecondFactor | None:
        """Give an account's second factor."""
        return self._factors.get((execution.clinic, account))

    async def keep(self, factor: SecondFactor, execution: Execution) -> None:
        """Keep what was changed when the command commits."""
        place = (execution.clinic, factor.account)

        def check() -> None:
            kept = self._factors.get(place)
            if (kept.version if kept is not None else 0) != factor.version:
                raise LostRace(factor.account)

        def apply() -> None:
            self._factors[place] = msgspec.structs.replace(factor, version=factor.version + 1)

        current().on_commit(check, apply)

    async def forget(self, account: AccountId, execution: Execution) -> None:
        """Forget an account's second factor when the command commits."""
        place = (execution.clinic, account)
        current().on_commit(_nothing, lambda: self._forget(place))

    def _forget(self, place: tuple[UUID, AccountId]) -> None:
        self._factors.pop(place, None)


def _nothing() -> None:
    """Check nothing."""
