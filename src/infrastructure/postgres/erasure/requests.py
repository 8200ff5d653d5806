"""Requests to erase patients, and the holds that keep them, on PostgreSQL."""

from collections.abc import Sequence
from typing import Final

from application.shared.execution import Execution
from domain.patients.erasure import Erasure, ErasureId
from domain.patients.legal_hold import LegalHold, LegalHoldId
from domain.shared.identifiers import PatientId
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.session import current

_REQUESTED: Final = """
select id from erasure
 where clinic_id = $1 and patient = any($2::uuid[]) and state = 'requested' order by requested_at, id limit 1
"""

_STANDING: Final = """
select id from legal_hold
 where clinic_id = $1 and patient = any($2::uuid[]) and lifted_at is null order by placed_at, id
"""


class PostgresErasures(PostgresRepository[Erasure]):
    """Knows which requests stand. A unique index is the net: a record has one open request."""

    async def requested(self, patients: Sequence[PatientId], execution: Execution) -> ErasureId | None:
        """Name the request that stands for any of the records."""
        found: ErasureId | None = await current().fetchval(_REQUESTED, execution.clinic, list(patients))
        return found


class PostgresLegalHolds(PostgresRepository[LegalHold]):
    """Knows which holds nobody has lifted."""

    async def standing(self, patients: Sequence[PatientId], execution: Execution) -> tuple[LegalHoldId, ...]:
        """Name the holds on any of the records, the oldest first."""
        rows = await current().fetch(_STANDING, execution.clinic, list(patients))
        return tuple(LegalHoldId(row["id"]) for row in rows)
