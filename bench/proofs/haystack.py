"""Everything that a stage leaves behind: what its processes said, counted and stored, and every file of its servers."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterator
from pathlib import Path
from typing import Final

import asyncpg
import httpx
from bench.proofs.canaries import SEEN
from bench.stage import Stage
from redis.asyncio import Redis

_TABLES: Final = """
select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema)' order by 1
"""
_HEXADECIMAL: Final = re.compile(rb"(?:[0-9a-fA-F]{2}){8,}")

Straw = tuple[str, str, bytes]
"""Which heap it lies in, where exactly, and what it says."""


class Found(Counter[str]):
    """How many canaries got away, by heap."""

    def __init__(self, given: Collection[str]) -> None:
        super().__init__()
        needles = {value.casefold().encode() for value in given}
        self._formed = {needle for needle in needles if SEEN.fullmatch(needle)}
        self._others = needles - self._formed
        self.given = len(needles)
        self.bytes = 0
        self.places: list[str] = []

    def look(self, heap: str, place: str, said: bytes) -> None:
        """Count the canaries in what was said, also in what is written there in hexadecimal digits."""
        self.bytes += len(said)
        self.setdefault(heap, 0)
        plain = b"\n".join([said, *(bytes.fromhex(run.decode()) for run in _HEXADECIMAL.findall(said))]).lower()
        hits = [hit for hit in SEEN.findall(plain) if hit in self._formed]
        hits += [needle for needle in self._others for _ in range(plain.count(needle))]
        self[heap] += len(hits)
        self.places += [f"{hit.decode()[:20]} in {place}" for hit in hits[:3]]


async def stored(stage: Stage) -> AsyncIterator[Straw]:
    """Give every row of every table, as text, and every key and value of Redis."""
    async with stage.connected() as superuser:
        for table in [row[0] for row in await superuser.fetch(_TABLES)]:
            rows = await superuser.fetch(f"select t::text from {table} t")  # noqa: S608 - the catalogue's own names
            yield "rows", table, "\n".join(row[0] for row in rows).encode()
    redis = Redis.from_url(stage.valkey.url)
    try:
        await redis.save()
        async for key in redis.scan_iter():
            yield "Redis", "keys", key + b"\n" + (await redis.dump(key) or b"")
    finally:
        await redis.aclose()


async def counted(*addresses: str) -> AsyncIterator[Straw]:
    """Give what processes count."""
    async with httpx.AsyncClient(timeout=30) as http:
        for address in addresses:
            yield "metrics", address, (await http.get(f"{address}/api/monitoring/metrics")).content


def files(stage: Stage) -> Iterator[Straw]:
    """Give every file below the stage: data, write-ahead log, Redis' own files, logs, keys that are sealed."""
    for path in sorted(stage.folder.rglob("*")):
        if path.is_file() and path != stage.vault:
            yield _heap_of(path), path.name, path.read_bytes()


def _heap_of(path: Path) -> str:
    if path.suffix == ".log":
        return "logs"
    if "pg_wal" in path.parts:
        return "write-ahead log"
    return "Redis" if "valkey" in path.parts else "data files"


async def provoke(stage: Stage) -> int:
    """Have PostgreSQL refuse a row of every table, which it then repeats as it would in its log; give how many."""
    async with stage.connected() as superuser:
        refused = 0
        for table in [row[0] for row in await superuser.fetch(_TABLES)]:
            row = await superuser.fetchrow(f"select ctid::text as place from {table} limit 1")  # noqa: S608 - as above
            column = await superuser.fetchval(
                "select attname from pg_attribute where attrelid = $1::regclass and attnotnull and attnum > 0 limit 1",
                table,
            )
            if row is None or column is None:
                continue
            try:
                await superuser.execute(f"update {table} set {column} = null where ctid = '{row['place']}'")  # noqa: S608 - as above
            except asyncpg.PostgresError:
                refused += 1
        return refused
