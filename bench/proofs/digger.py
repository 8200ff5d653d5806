"""Whoever has the whole database and the vault, and asks for nobody's leave: every key that opens, tried on everything.

What AES-GCM seals is AES-CTR's work from the second block on (NIST SP 800-38D, 7.1), so who has the key needs neither
the place that a value was sealed for nor its tag.
"""

import asyncio
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

import asyncpg
from bench.proofs.canaries import SEEN
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from application.shared.key_vault import KeyRefused, KeyVault, WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.sealing import NONCE_BYTES, OVERHEAD_BYTES

_SECOND: Final = bytes([0, 0, 0, 2])

_COLUMNS: Final = """
select format('%I', c.relname) as of, format('%I', a.attname) as name
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
 where a.atttypid = 'bytea'::regtype and a.attnum > 0 and c.relkind in ('r', 'p') and n.nspname = 'public'
"""
_KEYS: Final = "select clinic_id, kek_id, wrapped from subject_key where wrapped is not null"


class Dug(NamedTuple):
    """What somebody gets out of a database."""

    keys: int
    values: int
    canaries: set[str]


async def dug(superuser: "asyncpg.Connection[asyncpg.Record]", vault: KeyVault) -> Dug:
    """Open every stored key, try each on whatever may be sealed, and give the canaries that came out."""
    keys = []
    for clinic, kek_id, wrapped in await superuser.fetch(_KEYS):
        try:
            keys.append(await vault.unwrap(ClinicId(clinic), WrappedKey(kek_id, wrapped)))
        except KeyRefused:
            continue
    values = {value for of, name in await superuser.fetch(_COLUMNS) for value in await _values(superuser, of, name)}
    seen = await asyncio.to_thread(_tried, keys, values)
    return Dug(len(keys), len(values), seen)


async def _values(superuser: "asyncpg.Connection[asyncpg.Record]", of: str, name: str) -> Sequence[bytes]:
    rows = await superuser.fetch(f"select {name} from {of} where length({name}) > {OVERHEAD_BYTES}")  # noqa: S608 - the catalogue's own names
    return [row[0] for row in rows]


def _tried(keys: Sequence[bytes], values: Collection[bytes]) -> set[str]:
    seen: set[str] = set()
    for key in keys:
        cipher = AES(key)
        plain = b"\n".join(_without_tag(cipher, value) for value in values)
        seen.update(hit.decode().casefold() for hit in SEEN.findall(plain))
    return seen


def _without_tag(cipher: AES, sealed: bytes) -> bytes:
    nonce, sealed = sealed[:NONCE_BYTES], sealed[NONCE_BYTES : NONCE_BYTES - OVERHEAD_BYTES]
    return Cipher(cipher, CTR(nonce + _SECOND)).decryptor().update(sealed)
