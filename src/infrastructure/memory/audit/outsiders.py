"""Which keys are not the clinic's own, in memory."""

from collections.abc import Mapping
from uuid import UUID

from application.shared.execution import Execution
from domain.identity.api_key import ApiKey
from domain.identity.key_holder import Outsider
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryOutsiders:
    """Folds keys."""

    def __init__(self, log: MemoryLog) -> None:
        self._keys = WholeClinic(ApiKey, log)

    async def all(self, execution: Execution) -> Mapping[UUID, Outsider]:
        """Give every outsider of the clinic by their key."""
        return {key.id: key.holder for key in self._keys.all(execution) if isinstance(key.holder, Outsider)}
