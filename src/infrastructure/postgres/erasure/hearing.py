"""Hearing of erasures: each process lets go of the keys that it has at hand, seconds after they were destroyed.

Nobody can use such a key through us: every read brings the stored key along, and there is none. But it is in memory,
where a dump of the process would find it.
"""

from datetime import timedelta
from typing import Final

from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Reader
from infrastructure.postgres.subject_keys import SubjectKeys

LATELY: Final = timedelta(minutes=1)
"""How far a reading looks back behind the one before it: longer than any command's transaction is open."""

_READ = """
select now() as at, clinic_id, subject_id, key_id from (select) as once
  left join erased_subject on erased_at > coalesce($1::timestamptz, now()) - $2::interval
"""


class ErasuresHeard:
    """Lets go of the keys of everybody who was erased since the last reading."""

    def __init__(self, keys: SubjectKeys) -> None:
        self._keys = keys
        self._read_at: object = None

    async def hear(self, connection: Reader) -> None:
        """Read who was erased, from the last reading that there was; a new process begins with now."""
        rows = await connection.fetch(_READ, self._read_at, LATELY)
        for row in rows:
            if row["subject_id"] is not None:
                self._keys.forget(ClinicId(row["clinic_id"]), row["subject_id"], row["key_id"])
        self._read_at = rows[0]["at"]
