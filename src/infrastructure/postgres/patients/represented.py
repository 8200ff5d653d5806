"""In whose place somebody acts, read from the rows that follow each representation."""

from typing import Final

from application.shared.execution import Execution
from application.shared.represented import InPlaceOf
from domain.patients.representation import may_act
from domain.shared.identifiers import PatientId
from domain.shared.scopes import Capacity, Scope
from infrastructure.postgres.connection import Pool, Row
from infrastructure.postgres.patients.sealed_demographics import SealedDemographics
from infrastructure.postgres.patients.terms import read_terms
from infrastructure.postgres.reading import reading
from infrastructure.postgres.subject_key import key_of
from infrastructure.postgres.subject_keys import SubjectKeys

_READ: Final = f"""
select r.patient, r.capacity, g.policy as registry_policy, h.zone ->> 'name' as clinic_zone,
       {SealedDemographics.COLUMNS}
  from representation r
  join patient t on t.clinic_id = $1 and t.id = r.patient
  {key_of("t")}
  join clinic h on h.clinic_id = $1 and h.id = $1
  left join registry_policy g on g.clinic_id = $1
 where r.clinic_id = $1 and r.account = $2 and r.scopes ? $3 and r.ended_at is null
   and r.starts_at <= $4 and (r.ends_at is null or r.ends_at > $4)
"""  # noqa: S608 - our own text


class PostgresRepresented:
    """Asks for the actor's representations, and opens the record of a minor to learn the age."""

    def __init__(self, pool: Pool, keys: SubjectKeys) -> None:
        self._pool = pool
        self._demographics = SealedDemographics(keys)

    async def by(self, execution: Execution, scope: Scope) -> InPlaceOf:
        """Give the patients of whom the actor is let into a matter."""
        async with reading(self._pool, execution.clinic) as reader:
            rows = await reader.fetch(_READ, execution.clinic, execution.actor.id, scope.value, execution.now)
        return {
            PatientId(row["patient"]): Capacity(row["capacity"])
            for row in rows
            if row["wrapped"] is not None and await self._may_act(row, scope, execution)
        }

    async def _may_act(self, row: Row, scope: Scope, execution: Execution) -> bool:
        terms = read_terms(row["registry_policy"], row["clinic_zone"], execution.now)
        who = await self._demographics.of(row, PatientId(row["patient"]), execution.clinic)
        return may_act(Capacity(row["capacity"]), scope, who, terms)
