"""Whom a clinician cares for, read from the rows of visits, assignments and broken glasses."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

import msgspec

from application.shared.execution import Execution
from domain.patients.care import CareTerm, CareTies
from domain.patients.registry_policy import RegistryPolicy
from domain.patients.term import Term
from domain.shared.identifiers import PatientId
from infrastructure.postgres.connection import Pool, Row, clinic_transaction
from infrastructure.postgres.one_person import records_of
from infrastructure.postgres.subject_key import key_of

_TIES: Final = f"""
select t.id, visit.until as visit_until, assigned.starts_at as assigned_from, assigned.until as assigned_until,
       glass.id as glass, glass.ends_at as glass_until, g.policy as registry_policy
  from patient t
  {key_of("t")}
  left join registry_policy g on g.clinic_id = $1
 cross join lateral (select {records_of("t.id")} as ids) as person
 cross join lateral (
   select max(a.ends_at) as until from appointment a
    where a.clinic_id = $1 and a.patient = any(person.ids) and a.provider = $3 and a.status <> 'cancelled') as visit
  left join lateral (
   select c.starts_at, least(c.ends_at, c.ended_at) as until from care_assignment c
    where c.clinic_id = $1 and c.patient = any(person.ids) and c.provider = $3 and c.starts_at <= $5
      and (c.ended_at is null or c.ended_at > c.starts_at)
    order by until desc nulls first, c.id desc limit 1) as assigned on true
  left join lateral (
   select b.id, b.ends_at from break_glass b
    where b.clinic_id = $1 and b.patient = any(person.ids) and b.account = $4
    order by b.ends_at desc, b.id desc limit 1) as glass on true
 where t.clinic_id = $1 and t.id = any($2::uuid[]) and k.wrapped is not null
"""  # noqa: S608 - our own text

_decode = msgspec.json.Decoder(RegistryPolicy).decode


class PostgresCare:
    """Asks in one statement what there is between the actor and some patients."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def admit(self, patients: Collection[UUID], execution: Execution) -> UUID | None:
        """Let the actor at records; give the glass that was broken for one of them. Raises ``OutsideCare``."""
        glasses = [term.admit(ties, execution.now) for _, ties, term in await self._ties(patients, execution)]
        return next((glass for glass in glasses if glass is not None), None)

    async def among(self, patients: Collection[PatientId], execution: Execution) -> frozenset[PatientId]:
        """Give those of some patients who are in the actor's care."""
        found = await self._ties(patients, execution)
        return frozenset(patient for patient, ties, term in found if term.lasts(ties, execution.now))

    async def _ties(
        self, patients: Collection[UUID], execution: Execution
    ) -> list[tuple[PatientId, CareTies, CareTerm]]:
        actor = execution.actor
        async with clinic_transaction(self._pool, execution.clinic) as connection:
            rows = await connection.fetch(
                _TIES, execution.clinic, list(patients), actor.provider, actor.id, execution.now
            )
        return [(PatientId(row["id"]), _between(row), _policy(row["registry_policy"]).care) for row in rows]


def _between(row: Row) -> CareTies:
    begun, until = row["assigned_from"], row["assigned_until"]
    return CareTies(
        visit_until=row["visit_until"],
        assignment=None if begun is None else Term(starts_at=begun, ends_at=until),
        glass=row["glass"],
        glass_until=row["glass_until"],
    )


def _policy(stored: str | None) -> RegistryPolicy:
    return RegistryPolicy.default() if stored is None else _decode(stored)
