"""Which day it is at the clinic."""

from datetime import date

from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.shared.time import TimeZone
from infrastructure.postgres.session import current

_ZONE = "select zone ->> 'name' from clinic where clinic_id = $1 and id = $1"


class PostgresClinicDay:
    """Reads the clinic's zone in the command's own transaction."""

    async def today(self, execution: Execution) -> date:
        """Give the clinic's calendar day. Raises ``NotFound`` for a clinic that was never opened."""
        zone = await current().fetchval(_ZONE, execution.clinic)
        if zone is None:
            raise NotFound(id=execution.clinic)
        return TimeZone(name=zone).date(execution.now)
