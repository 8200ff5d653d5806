"""Who in the directory is like whom."""

from collections.abc import Mapping
from typing import Final

from application.shared.execution import Execution
from domain.shared.identifiers import ProviderId
from infrastructure.postgres.list_reads import ListReads

_IN_COMMON: Final = """
select provider_id, count(*) as shared from (
  select o.provider_id
    from provider_specialty s
    join provider_specialty o on o.clinic_id = $1 and o.specialty = s.specialty
   where s.clinic_id = $1 and s.provider_id = $2
  union all
  select o.provider_id
    from provider_language l
    join provider_language o on o.clinic_id = $1 and o.language = l.language
   where l.clinic_id = $1 and l.provider_id = $2) as told
 where provider_id <> $2 group by provider_id
"""


class PostgresLikeness:
    """Counts the rows by which both are found."""

    def __init__(self, lists: ListReads) -> None:
        self._lists = lists

    async def in_common(self, provider: ProviderId, execution: Execution) -> Mapping[ProviderId, int]:
        """Count the specialties and languages that others share with a provider."""
        rows = await self._lists.rows(execution, _IN_COMMON, execution.clinic, provider)
        return {ProviderId(row["provider_id"]): row["shared"] for row in rows}
