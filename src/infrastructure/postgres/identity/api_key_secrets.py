"""The digests of service keys, and the directory that leads from a key to its clinic."""

import msgspec

from application.identity.api_keys.ports import StoredApiKey
from application.shared.execution import Execution
from application.shared.key_vault import INSTALLATION
from domain.identity.api_key import ApiKeyId, KeyPrefix
from domain.identity.key_holder import KeyHolder, TheClinic
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.session import current

_CLINIC = "select clinic_id from api_key_directory where prefix = $1"

_FIND = """
select k.id, k.holder, k.scopes, k.expires_at, s.digest
  from api_key_secret s join api_key k on k.clinic_id = s.clinic_id and k.id = s.api_key_id
 where s.clinic_id = $1 and s.prefix = $2
"""

_UNLIST = """
delete from api_key_directory d using api_key_secret s
 where s.clinic_id = $1::uuid and s.api_key_id = $2::uuid and d.prefix = s.prefix and d.clinic_id = s.clinic_id
"""

_LIST = "insert into api_key_directory (prefix, clinic_id) values ($1::text, $2::uuid)"

_KEEP = """
insert into api_key_secret (clinic_id, api_key_id, prefix, digest)
values ($1::uuid, $2::uuid, $3::text, $4::bytea)
on conflict (clinic_id, api_key_id) do update set prefix = excluded.prefix, digest = excluded.digest
"""

_FORGET = "delete from api_key_secret where clinic_id = $1::uuid and api_key_id = $2::uuid"

_decode_holder = msgspec.json.Decoder(KeyHolder).decode
_decode_scopes = msgspec.json.Decoder(tuple[str, ...]).decode


class PostgresApiKeySecrets:
    """Keeps one digest a key."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def find(self, prefix: KeyPrefix) -> StoredApiKey | None:
        """Give what a key with this prefix is checked against: first its clinic, then, in the clinic, the digest."""
        async with clinic_transaction(self._pool, INSTALLATION) as connection:
            clinic = await connection.fetchval(_CLINIC, prefix)
        if clinic is None:
            return None
        async with clinic_transaction(self._pool, clinic) as connection:
            row = await connection.fetchrow(_FIND, clinic, prefix)
        if row is None:
            return None
        return StoredApiKey(
            clinic=ClinicId(clinic),
            id=ApiKeyId(row["id"]),
            holder=TheClinic() if row["holder"] is None else _decode_holder(row["holder"]),
            scopes=_decode_scopes(row["scopes"]),
            expires_at=row["expires_at"],
            digest=row["digest"],
        )

    async def keep(self, key: ApiKeyId, prefix: KeyPrefix, digest: bytes, execution: Execution) -> None:
        """Add the secret that counts from now on to the command's flush."""
        flush = current().flush
        flush.write(_UNLIST, execution.clinic, key)
        flush.write(_LIST, prefix, execution.clinic)
        flush.write(_KEEP, execution.clinic, key, prefix, digest)

    async def forget(self, key: ApiKeyId, execution: Execution) -> None:
        """Add the end of the key's secret to the command's flush."""
        flush = current().flush
        flush.write(_UNLIST, execution.clinic, key)
        flush.write(_FORGET, execution.clinic, key)
