"""The directory, as far as calendars ask."""

from collections.abc import Iterable
from typing import Final

from application.shared.execution import Execution
from application.shared.refusals import Erased, NotFound
from domain.scheduling.hours.availability import HoursAtUnknownSite
from domain.shared.identifiers import PatientId, ProviderId, SiteId
from domain.shared.time import TimeZone
from infrastructure.postgres.session import current

_ZONE: Final = "select profile -> 'zone' ->> 'name' from provider where clinic_id = $1 and id = $2"


_SITES: Final = """
select (site ->> 'id')::uuid from clinic c cross join jsonb_array_elements(c.sites) as site
 where c.clinic_id = $1 and c.id = $1
"""


_PATIENT: Final = """
select k.wrapped is null as erased
  from patient p join subject_key k on k.clinic_id = p.clinic_id and k.subject_id = p.id
 where p.clinic_id = $1 and p.id = $2
"""


class PostgresDirectory:
    """Reads the directory's rows in the command's own transaction."""

    async def zone(self, provider: ProviderId, execution: Execution) -> TimeZone:
        """Give the clock by which a provider works. Raises ``NotFound``."""
        name = await current().fetchval(_ZONE, execution.clinic, provider)
        if name is None:
            raise NotFound(id=provider)
        return TimeZone(name=name)

    async def demand_patient(self, patient: PatientId, execution: Execution) -> None:
        """Raise ``NotFound`` unless the clinic registered the patient, and ``Erased`` where it forgot them."""
        erased = await current().fetchval(_PATIENT, execution.clinic, patient)
        if erased is None:
            raise NotFound(id=patient)
        if erased:
            raise Erased

    async def demand_sites(self, sites: Iterable[SiteId | None], execution: Execution) -> None:
        """Raise ``HoursAtUnknownSite`` unless the clinic has each site that is named; none named, none is read."""
        named = sorted({site for site in sites if site is not None})
        known = {row[0] for row in await current().fetch(_SITES, execution.clinic)} if named else set()
        for site in named:
            if site not in known:
                raise HoursAtUnknownSite(site=site)
