"""Wrapping stored keys anew, after the key-encryption key that had wrapped them was rotated.

What the keys sealed is untouched, and so is every key. Each row is changed only where it is as it was read, so a person
who is erased meanwhile stays erased. A pass begins from what stands in the table, so it can be broken off at any
line; the batches are short, because an open one holds every follower up.
"""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Final, NamedTuple
from uuid import UUID

from application.shared.key_vault import KeyRefused, KeyVault, WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Reader
from infrastructure.postgres.followers.direct import Direct

BATCH: Final = 200

_USES: Final = """
select clinic_id, kek_id, count(*) from subject_key
 where wrapped is not null and ($1::uuid is null or clinic_id = $1) group by clinic_id, kek_id order by clinic_id
"""

_BEHIND: Final = """
select subject_id, kek_id, wrapped from subject_key
 where clinic_id = $1 and ($2::uuid is null or subject_id > $2) and kek_id <> $3 and wrapped is not null
 order by subject_id limit $4
"""

_WRAP: Final = """
update subject_key k set kek_id = anew.kek_id, wrapped = anew.wrapped
  from unnest($2::uuid[], $3::bytea[], $4::text[], $5::bytea[]) as anew (subject_id, before, kek_id, wrapped)
 where k.clinic_id = $1 and k.subject_id = anew.subject_id and k.wrapped = anew.before
returning true
"""

_OTHERS: Final = "select count(*) from subject_key where clinic_id = $1 and kek_id <> $2 and wrapped is not null"


class Use(NamedTuple):
    """That a key-encryption key wraps so many keys of a clinic."""

    clinic: ClinicId
    kek_id: str
    keys: int


class WrappingAnew:
    """Wraps the keys of subjects by the vault's current key-encryption keys, in the role of the schema's owner."""

    def __init__(self, owner: Direct, vault: KeyVault) -> None:
        self._owner = owner
        self._vault = vault
        self.shut: Counter[ClinicId] = Counter()
        """Keys that the vault did not open in the last pass, and which were left as they are."""

    async def uses(self, clinic: ClinicId | None = None) -> list[Use]:
        """Tell which key-encryption keys wrap anything, in one clinic or in all."""
        return [Use(*row) for row in await self._owner.fetch(_USES, clinic)]

    async def behind(self, clinic: ClinicId | None = None) -> Counter[ClinicId]:
        """Count by clinic the keys that another than its current key-encryption key wraps."""
        found: Counter[ClinicId] = Counter()
        for use in await self.uses(clinic):
            if use.kek_id != await self._vault.current(use.clinic):
                found[use.clinic] += use.keys
        return found

    async def run(self, clinic: ClinicId | None = None) -> AsyncIterator[int]:
        """Wrap whatever is behind, and tell after each batch how many that were.

        It ends with a pass that finds nothing: a command that had begun under the older key may still have stored one.
        """
        while behind := await self.behind(clinic) - self.shut:
            self.shut.clear()
            for one in behind:
                async for moved in self._pass(one):
                    yield moved

    async def _pass(self, clinic: ClinicId) -> AsyncIterator[int]:
        after: UUID | None = None  # the installation's own subject has the lowest id of all
        while rows := await self._owner.fetch(_BEHIND, clinic, after, await self._vault.current(clinic), BATCH):
            anew: list[tuple[UUID, bytes, str, bytes]] = []
            for subject, kek_id, wrapped in rows:
                try:
                    key = await self._vault.unwrap(clinic, WrappedKey(kek_id=kek_id, wrapped=wrapped))
                except KeyRefused:
                    self.shut[clinic] += 1
                    continue
                new = await self._vault.wrap(clinic, key)
                anew.append((subject, wrapped, new.kek_id, new.wrapped))
            columns = [list(column) for column in zip(*anew, strict=True)] or [[], [], [], []]
            yield len(await self._owner.fetch(_WRAP, clinic, *columns))
            after = rows[-1]["subject_id"]


async def wrapped_by_others(reader: Reader, clinic: ClinicId, kek_id: str) -> int:
    """Count the keys of a clinic that another key-encryption key wraps."""
    count: int = await reader.fetchval(_OTHERS, clinic, kek_id)
    return count
