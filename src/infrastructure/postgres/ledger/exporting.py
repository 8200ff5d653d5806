"""A clinic's ledger, read out to be verified elsewhere."""

from collections.abc import AsyncIterator
from typing import Final

import asyncpg
import msgspec

from domain.audit.batch import BatchHeader, Ledger
from domain.audit.entry import LedgerEntry
from domain.audit.export import Heading, LedgerKey, Line, NumberedEntry, SealedBatch
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.followers.direct import Direct
from infrastructure.postgres.ledger.rows import COLUMNS, entry
from infrastructure.postgres.ledger.sealing import ledger_of

PAGE: Final = 2_000
"""Entries that are read at once, at least; a batch is read whole."""

_ENTER: Final = "select set_config('polyclinic.clinic', $1, true)"
_KEYS: Final = "select kid, public from ledger_key order by since, kid"
_BATCHES: Final = """
select batch, header, signature from ledger_batch where clinic_id = $1 and batch > $2 and batch <= $3
 order by batch limit $4
"""
_ENTRIES: Final = f"""
select l.number, l.leaf, {COLUMNS}
  from ledger_entry l left join audit_entry e on e.clinic_id = $1 and e.id = l.entry_id
 where l.clinic_id = $1 and l.number between $2 and $3
 order by l.number
"""  # noqa: S608 - our own text
_BATCHES_AT_ONCE: Final = 100

_header: Final = msgspec.json.Decoder(BatchHeader).decode


async def ledger_now(connection: Direct, clinic: ClinicId) -> Ledger:
    """Give how far a clinic's ledger has come."""
    async with connection.transaction():
        await connection.execute(_ENTER, str(clinic))
        return await ledger_of(connection, clinic)


async def exported(connection: Direct, clinic: ClinicId) -> AsyncIterator[Line]:
    """Give the lines of an export, up to the last batch that is there as it begins.

    Each page is a transaction of its own: nothing of the ledger changes behind its end, and a long one would hold back
    whoever follows the log.
    """
    ledger = await ledger_now(connection, clinic)
    yield Heading(clinic=clinic, batches=ledger.batches, entries=ledger.tree.size)
    for row in await connection.fetch(_KEYS):
        yield LedgerKey(kid=row["kid"], public=row["public"])
    batch = 0
    while page := await _page(connection, clinic, batch, ledger.batches):
        for line in page:
            yield line
            batch = line.header.batch if isinstance(line, SealedBatch) else batch


async def _page(connection: Direct, clinic: ClinicId, after: int, until: int) -> list[Line]:
    """Give some batches, each behind its entries."""
    async with connection.transaction(readonly=True):
        await connection.execute(_ENTER, str(clinic))
        batches = [_sealed(row) for row in await connection.fetch(_BATCHES, clinic, after, until, _BATCHES_AT_ONCE)]
        taken: list[SealedBatch] = []
        for batch in batches:
            taken.append(batch)
            if batch.header.last - taken[0].header.first >= PAGE:
                break
        if not taken:
            return []  # somebody removed the last ones; the heading says that they were there
        first, last = taken[0].header.first, taken[-1].header.last
        entries = [_numbered(row) for row in await connection.fetch(_ENTRIES, clinic, first, last)]
    lines: list[Line] = []
    for batch in taken:
        lines += [each for each in entries if batch.header.first <= each.number <= batch.header.last]
        lines.append(batch)
    return lines


def _sealed(row: asyncpg.Record) -> SealedBatch:
    return SealedBatch(header=_header(row["header"]), signature=row["signature"])


def _numbered(row: asyncpg.Record) -> NumberedEntry:
    found: LedgerEntry | None = entry(row) if row["id"] is not None else None
    return NumberedEntry(number=row["number"], leaf=row["leaf"], entry=found)
