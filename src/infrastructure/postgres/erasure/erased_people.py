"""Who was erased, and erasing them once more where a restored database remembers them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool, clinic_transaction, lent
from infrastructure.postgres.erasure.shredding import shredding

_LIST: Final = """
select clinic_id as clinic, subject_id as patient, erased_at from erased_subject
 order by erased_at, clinic_id, subject_id
"""

_REMEMBERED: Final = """
select true from subject_key where clinic_id = $1 and subject_id = $2 and wrapped is not null
"""


class Tombstone(msgspec.Struct, frozen=True):
    """That somebody was erased: ids, and an instant by the database's clock."""

    clinic: ClinicId
    patient: UUID
    erased_at: datetime


class ErasedPeople:
    """Knows everybody who was erased, in all clinics."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def list(self) -> Sequence[Tombstone]:
        """Give everybody, in the order in which they were erased."""
        async with lent(self._pool) as connection:
            return [Tombstone(**dict(row)) for row in await connection.fetch(_LIST)]

    async def reapply(self, tombstone: Tombstone) -> bool:
        """Erase somebody once more, in a transaction of its own; tell whether the database remembered them.

        Who was registered after the backup is unknown, and nothing is to be done.
        """
        clinic, patient = tombstone.clinic, tombstone.patient
        async with clinic_transaction(self._pool, clinic) as connection:
            if not await connection.fetchval(_REMEMBERED, clinic, patient):
                return False
            await shredding(clinic, [patient]).send(connection)
            await connection.execute("COMMIT")
        return True
