"""The directory, as far as calendars ask."""

from typing import Final

from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.shared.identifiers import ProviderId
from domain.shared.time import TimeZone
from infrastructure.postgres.session import current

_ZONE: Final = "select profile -> 'zone' ->> 'name' from provider where clinic_id = $1 and id = $2"


class PostgresDirectory:
    """Reads the directory's rows in the command's own transaction."""

    async def zone(self, provider: ProviderId, execution: Execution) -> TimeZone:
        """Give the clock by which a provider works. Raises ``NotFound``."""
        name = await current().fetchval(_ZONE, execution.clinic, provider)
        if name is None:
            raise NotFound(id=provider)
        return TimeZone(name=name)
