"""Where the keys of persons are kept: wrapped in the database, opened in this process's key ring."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from application.shared.key_vault import KeyRefused, WrappedKey
from application.shared.refusals import Erased
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.key_ring import CAPACITY, TIME_TO_LIVE, KeyRing
from infrastructure.crypto.sealing import SealingKey
from infrastructure.postgres.connection import Reader, Row
from infrastructure.postgres.session import Session
from infrastructure.postgres.subject_key import SubjectKey

_FIND = "select key_id, kek_id, wrapped from subject_key where clinic_id = $1 and subject_id = $2"

_KEEP = """
insert into subject_key (clinic_id, subject_id, key_id, kek_id, wrapped)
values ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::bytea)
"""


class _Row(NamedTuple):
    key_id: UUID
    wrapped: WrappedKey
    until: float


class SubjectKeys:
    """Finds, makes and opens the keys of subjects. The clinic itself is a subject, under its own id."""

    def __init__(self, ring: KeyRing, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._ring = ring
        self._monotonic = monotonic
        self._rows: OrderedDict[tuple[UUID, UUID], _Row] = OrderedDict()

    async def sealing(self, session: Session, subject: UUID) -> SubjectKey:
        """Give the subject's key for sealing; a new subject gets one, stored with the session's other writes."""
        clinic = session.execution.clinic
        made = session.new_keys.get(subject)
        if made is not None:
            return made
        if subject not in session.born:
            stored = await self.find(session, clinic, subject)
            if stored is not None:
                return stored
        drawn = await self._ring.new_key(clinic)
        new = session.new_keys[subject] = SubjectKey(uuid4(), drawn.key)
        session.flush.write(_KEEP, clinic, subject, new.id, drawn.wrapped.kek_id, drawn.wrapped.wrapped)
        return new

    async def made(self, reader: Reader, clinic: ClinicId, subject: UUID) -> SubjectKey:
        """Give the subject's key outside of a command, in the reader's own transaction; the first to ask makes it."""
        stored = await self.find(reader, clinic, subject)
        if stored is not None:
            return stored
        drawn = await self._ring.new_key(clinic)
        wrapped = drawn.wrapped
        await reader.fetch(f"{_KEEP} on conflict do nothing", clinic, subject, uuid4(), wrapped.kek_id, wrapped.wrapped)
        made = await self.find(reader, clinic, subject)
        if made is None:
            raise Erased
        return made

    async def find(self, reader: Reader, clinic: ClinicId, subject: UUID) -> SubjectKey | None:
        """Give the subject's key, ``None`` where it has none yet. Raises ``Erased``."""
        known = await self.at_hand(clinic, subject)
        if known is not None:
            return known
        row = await reader.fetchrow(_FIND, clinic, subject)
        if row is None:
            return None
        key = await self.opening(clinic, row["key_id"], row["kek_id"], row["wrapped"], subject=subject)
        return SubjectKey(row["key_id"], key)

    async def at_hand(self, clinic: ClinicId, subject: UUID) -> SubjectKey | None:
        """Give the subject's key where nobody has to be asked for it."""
        known = self._rows.get((clinic, subject))
        if known is None or known.until < self._monotonic():
            return None
        try:
            return SubjectKey(known.key_id, await self._ring.open(clinic, known.key_id, known.wrapped))
        except KeyRefused:  # it was wrapped anew since, and the key that had wrapped it is gone
            del self._rows[clinic, subject]
            return None

    async def opening(
        self, clinic: ClinicId, key_id: UUID, kek_id: str | None, wrapped: bytes | None, *, subject: UUID | None = None
    ) -> SealingKey:
        """Open a key that was read beside what it sealed. Raises ``Erased``.

        Where the reader knows whose it is, the key is at hand when that subject's next value is sealed.
        """
        if wrapped is None or kek_id is None:
            raise Erased
        stored = WrappedKey(kek_id=kek_id, wrapped=wrapped)
        if subject is not None:
            self.remember(clinic, subject, key_id, stored)
        return await self._ring.open(clinic, key_id, stored)

    async def opened(
        self,
        clinic: ClinicId,
        rows: Iterable[Row | Mapping[str, Any]],
        *,
        key: str = "key_id",
        subject: str | None = None,
    ) -> dict[UUID, SealingKey]:
        """Open the keys that were read beside what they sealed, side by side; an erased subject's is left out.

        ``key`` is the column of a key's id. Where a column tells whose it is, ``subject``, the key is at hand when that
        subject's next value is sealed.
        """
        stored = {}
        for row in rows:
            if row["wrapped"] is not None:
                wrapped = stored[row[key]] = WrappedKey(kek_id=row["kek_id"], wrapped=row["wrapped"])
                if subject is not None:
                    self.remember(clinic, row[subject], row[key], wrapped)
        return await self._ring.open_all(clinic, stored)

    def forget(self, clinic: ClinicId, subject: UUID, key_id: UUID) -> None:
        """Let go of an erased subject's key, wrapped and unwrapped."""
        self._rows.pop((clinic, subject), None)
        self._ring.forget(clinic, key_id)

    def remember(self, clinic: ClinicId, subject: UUID, key_id: UUID, wrapped: WrappedKey) -> _Row:
        """Keep at hand a subject's stored key that was read beside other things, for what is sealed next."""
        known = self._rows[clinic, subject] = _Row(key_id, wrapped, self._monotonic() + TIME_TO_LIVE)
        if len(self._rows) > CAPACITY:
            self._rows.popitem(last=False)
        return known
