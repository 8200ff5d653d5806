"""Who is still expected at a site, by the calendar's rows."""

from datetime import datetime
from typing import Final

from application.shared.execution import Execution
from domain.identity.premises import Expected
from domain.scheduling.appointments.lifecycle import OPEN
from domain.scheduling.waitlist.entry import IN_LINE
from domain.shared.identifiers import SiteId
from infrastructure.postgres.session import current

_VISITS: Final = ", ".join(f"'{status}'" for status in sorted(OPEN))
_WAITS: Final = ", ".join(f"'{status}'" for status in sorted(IN_LINE))

# A visit lasts a day at most, so nothing that began earlier can still go on.
_EXPECTED: Final = f"""
select (select count(*) from appointment t
         where t.clinic_id = $1 and t.status in ({_VISITS}) and t.place ->> 'site' = $2
           and t.starts_at > $3::timestamptz - interval '1 day' and t.ends_at > $3) as visits,
       (select count(*) from waitlist_entry t
         where t.clinic_id = $1 and t.status in ({_WAITS}) and t.place ->> 'site' = $2) as waiting
"""  # noqa: S608 - our own words


class PostgresExpectedPatients:
    """Counts in the command's own transaction."""

    async def at(self, site: SiteId, now: datetime, execution: Execution) -> Expected:
        """Count who is still expected at a site of the execution's clinic."""
        row = await current().fetchrow(_EXPECTED, execution.clinic, str(site), now)
        return Expected(**row) if row is not None else Expected(visits=0, waiting=0)
