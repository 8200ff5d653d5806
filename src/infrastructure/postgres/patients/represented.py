"""In whose place somebody acts, read from the rows that follow each representation and each link."""

from typing import Final

from application.shared.execution import Execution
from application.shared.represented import InPlaceOf
from domain.patients.demographics import Demographics
from domain.patients.representation import may_act
from domain.shared.identifiers import PatientId
from domain.shared.scopes import Capacity, Scope
from infrastructure.postgres.connection import Pool, Row
from infrastructure.postgres.one_person import records_of
from infrastructure.postgres.patients.sealed_demographics import SealedDemographics
from infrastructure.postgres.patients.terms import read_terms
from infrastructure.postgres.reading import reading
from infrastructure.postgres.subject_key import key_of
from infrastructure.postgres.subject_keys import SubjectKeys

_READ: Final = f"""
select {records_of("$5::uuid")} as own, acting.*
  from (select) as actor
  left join lateral (
    select r.patient, {records_of("r.patient")} as records, r.capacity, g.policy as registry_policy,
           h.zone ->> 'name' as clinic_zone, {SealedDemographics.COLUMNS}
      from representation r
      join patient t on t.clinic_id = $1 and t.id = r.patient
      {key_of("t")}
      join clinic h on h.clinic_id = $1 and h.id = $1
      left join registry_policy g on g.clinic_id = $1
     where r.clinic_id = $1 and r.account = $2 and r.scopes ? $3 and r.ended_at is null
       and r.starts_at <= $4 and (r.ends_at is null or r.ends_at > $4)) as acting on true
"""  # noqa: S608 - our own text
"""The records of the actor's own person, beside each of whom they represent; one row where that is nobody."""


class PostgresRepresented:
    """Asks for the actor's representations, and opens their records to learn the ages."""

    def __init__(self, pool: Pool, keys: SubjectKeys) -> None:
        self._pool = pool
        self._demographics = SealedDemographics(keys)

    async def by(self, execution: Execution, scope: Scope) -> InPlaceOf:
        """Give the patients of whom the actor is let into a matter, and the actor's own other records."""
        own = execution.actor.patient
        async with reading(self._pool, execution.clinic) as reader:
            rows = await reader.fetch(_READ, execution.clinic, execution.actor.id, scope.value, execution.now, own)
        who = await self._demographics.of_each({row["patient"]: row for row in rows}, execution.clinic)
        represented = {
            PatientId(record): Capacity(row["capacity"])
            for row in rows
            if row["patient"] in who and _may_act(row, scope, who[row["patient"]], execution)
            for record in row["records"]
        }
        return InPlaceOf(frozenset(map(PatientId, rows[0]["own"])) - {own}, represented)


def _may_act(row: Row, scope: Scope, who: Demographics, execution: Execution) -> bool:
    terms = read_terms(row["registry_policy"], row["clinic_zone"], execution.now)
    return may_act(Capacity(row["capacity"]), scope, who, terms)
