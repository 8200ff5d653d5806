"""Whom outsiders may be told of, read from the consents in the registry's rows."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

import msgspec

from application.shared.execution import Execution
from domain.patients.consent import Consent, PastConsent
from domain.patients.registry_policy import RegistryTerms
from domain.patients.sharing import Agreed, WordsOnSharing, agreed
from infrastructure.postgres.connection import Pool, Row
from infrastructure.postgres.one_person import records_of
from infrastructure.postgres.patients.sealed_demographics import SealedDemographics
from infrastructure.postgres.patients.terms import read_terms
from infrastructure.postgres.reading import reading
from infrastructure.postgres.subject_key import key_of
from infrastructure.postgres.subject_keys import SubjectKeys

_WORDS: Final = f"""
select person.named, t.id, t.consents, t.past_consents, {SealedDemographics.COLUMNS}, g.policy as registry_policy,
       h.zone ->> 'name' as clinic_zone
  from (select n.id as named, {records_of("n.id")} as ids
          from patient n where n.clinic_id = $1 and n.id = any($2::uuid[])) as person
 cross join lateral (
   select r.* from patient r where r.clinic_id = $1 and r.id = any(person.ids) offset 0) as t
  {key_of("t")}
  left join registry_policy g on g.clinic_id = $1
  left join clinic h on h.clinic_id = $1 and h.id = $1
"""  # noqa: S608 - our own text

_consents = msgspec.json.Decoder(tuple[Consent, ...]).decode
_past_consents = msgspec.json.Decoder(tuple[PastConsent, ...]).decode


class PostgresSharing:
    """Asks in one statement what some patients said in all of their records, and opens records for the age alone."""

    def __init__(self, pool: Pool, keys: SubjectKeys) -> None:
        self._pool = pool
        self._demographics = SealedDemographics(keys)

    async def kept_back(self, patients: Collection[UUID], execution: Execution) -> frozenset[UUID]:
        """Give those of some patients whom outsiders may not be told of."""
        if not patients:
            return frozenset()
        async with reading(self._pool, execution.clinic) as connection:
            rows = await connection.fetch(_WORDS, execution.clinic, list(patients))
        people = defaultdict(list)
        for row in rows:
            people[row["named"]].append(row)
        given = {one: agreement for one, records in people.items() if (agreement := _given(records)) is not None}
        named = {row["id"]: row for row in rows}
        asked = {agreement.record: named[agreement.record] for agreement in given.values()}
        who = await self._demographics.of_each(asked, execution.clinic)
        shared = {
            one
            for one, (record, consent) in given.items()
            if _terms(named[record], execution).counts(consent, who[record])
        }
        return frozenset(people.keys() - shared)


def _given(records: Sequence[Row]) -> Agreed | None:
    if any(row["wrapped"] is None for row in records):
        return None
    return agreed(map(_words, records))


def _terms(row: Row, execution: Execution) -> RegistryTerms:
    return read_terms(row["registry_policy"], row["clinic_zone"], execution.now)


def _words(row: Row) -> WordsOnSharing:
    return WordsOnSharing(
        record=row["id"], consents=_consents(row["consents"]), past_consents=_past_consents(row["past_consents"])
    )
