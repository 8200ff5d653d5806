"""How often somebody tried to sign in, in memory."""

from uuid import UUID

from application.identity.sessions.ports import TriedBy
from application.shared.execution import Execution
from domain.identity.tries import Tries, TryLimit
from infrastructure.memory.log import current

_Place = tuple[UUID, TriedBy, str]


class MemoryTryCounts:
    """Counts in this process."""

    def __init__(self) -> None:
        self._tries: dict[_Place, Tries] = {}

    async def another(self, by: TriedBy, value: str, limit: TryLimit, execution: Execution) -> Tries:
        """Count one more try, in one step. Raises ``TooManyTries``."""
        place = (execution.clinic, by, value)
        counted = self._tries.get(place, Tries()).another(limit, now=execution.now)
        self._tries[place] = counted
        return counted

    async def take_off(self, by: TriedBy, value: str, execution: Execution) -> None:
        """Take one try off when the command commits."""
        place = (execution.clinic, by, value)

        def apply() -> None:
            if (tries := self._tries.get(place)) is not None:
                self._tries[place] = tries.taken_off()

        current().on_commit(_nothing, apply)

    async def forget(self, by: TriedBy, value: str, execution: Execution) -> None:
        """Forget every try when the command commits."""
        place = (execution.clinic, by, value)
        current().on_commit(_nothing, lambda: self._forget(place))

    def _forget(self, place: _Place) -> None:
        self._tries.pop(place, None)


def _nothing() -> None:
    """Check nothing."""
