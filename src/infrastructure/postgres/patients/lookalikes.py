"""Who could be mistaken for somebody: found by tokens in one statement, opened to be compared."""

from functools import lru_cache
from typing import NamedTuple

from application.patients.queries import MOST_COMPARED
from application.patients.views import PatientView
from application.shared.execution import Execution
from domain.patients.likeness import Description
from domain.patients.patient import Patient
from domain.shared.identifiers import PatientId
from infrastructure.crypto.blind_index import BlindIndex, BlindIndexes, Kind
from infrastructure.crypto.patient_index import shared_by
from infrastructure.postgres.connection import lock_key
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.session import current


class SharedTokens(NamedTuple):
    """What lookalikes share with a person, as the statement takes it."""

    birth_dates: list[bytes]
    beginnings: list[bytes]
    kinds: list[str]
    ways: list[bytes]


class PostgresLookalikes:
    """Looks in the command's own transaction."""

    def __init__(self, patients: ReadModel[Patient, PatientView], lists: ListReads, indexes: BlindIndexes) -> None:
        self._patients = patients
        self._lists = lists
        self._indexes = indexes

    async def of(self, person: Description, execution: Execution) -> tuple[tuple[PatientId, Description], ...]:
        """Hold what the person shares with others until the command is over, then give them.

        Everybody who could be found shares one of the tokens that are held: whoever is registered at the same moment
        has committed before the statement looks.
        """
        tokens = shared_tokens(person, await self._indexes.of(execution.clinic))
        session = current()
        held = (*tokens.birth_dates, *tokens.ways)
        await session.lock(*(lock_key("likeness", execution.clinic, token.hex()) for token in held))
        rows = await session.fetch(lookalike_statement(self._patients.select), execution.clinic, *tokens)
        views = await self._lists.opened(self._patients, [dict(row) for row in rows], execution)
        return tuple((view.id, described(view)) for view in views)


def described(view: PatientView) -> Description:
    """Describe a patient by their record."""
    return Description.recorded(view.demographics, view.contacts, view.identifiers)


def shared_tokens(person: Description, index: BlindIndex) -> SharedTokens:
    """Give the tokens of what a person shares with their lookalikes."""
    shared = shared_by(person)
    ways = sorted((kind.value, index.token(kind, value)) for kind, value in shared.ways)
    return SharedTokens(
        birth_dates=sorted(index.token(Kind.BIRTH_DATE, day) for day in shared.birth_dates),
        beginnings=sorted(index.token(Kind.NAME, beginning) for beginning in shared.beginnings),
        kinds=[kind for kind, _ in ways],
        ways=[token for _, token in ways],
    )


@lru_cache(maxsize=1)
def lookalike_statement(select: str) -> str:
    """Give the statement that finds at most so many in each way, and only then reads and joins their records.

    Each ``offset 0`` keeps the planner from turning a walk along one token into a join of all of them.
    """
    return f"""
        with found as materialized (
          (select born.patient_id as id
             from unnest($2::bytea[]) as day (token)
            cross join lateral (
               select t.registered_at, t.patient_id from patient_token t
                where t.clinic_id = $1 and t.kind = 'birth-date' and t.token = day.token offset 0) as born
            cross join lateral (
               select from patient_token t
                where t.clinic_id = $1 and t.kind = 'name' and t.token = any($3::bytea[])
                  and t.registered_at = born.registered_at and t.patient_id = born.patient_id limit 1) as called
            order by born.registered_at, born.patient_id limit {MOST_COMPARED})
          union
          (select reached.patient_id as id
             from unnest($4::text[], $5::bytea[]) as way (kind, token)
            cross join lateral (
               select t.registered_at, t.patient_id from patient_token t
                where t.clinic_id = $1 and t.kind = way.kind and t.token = way.token
                order by t.registered_at, t.patient_id limit {MOST_COMPARED}) as reached
            group by reached.registered_at, reached.patient_id
            order by reached.registered_at, reached.patient_id limit {MOST_COMPARED}))
        {select} join found on found.id = t.id where t.clinic_id = $1 order by t.registered_at, t.id"""  # noqa: S608 - own text
