"""Second factors: plain records, sealed as a whole."""

from uuid import UUID

import msgspec

from application.shared.execution import Execution
from domain.identity.second_factor import SecondFactor
from domain.shared.identifiers import AccountId
from infrastructure.crypto.sealing import associated
from infrastructure.postgres.session import current
from infrastructure.postgres.subject_key import key_of
from infrastructure.postgres.subject_keys import SubjectKeys

_OF = f"""
select f.version, f.key_id, f.sealed, k.kek_id, k.wrapped
  from second_factor f {key_of("f")}
 where f.clinic_id = $1 and f.account_id = $2
"""  # noqa: S608 - our own text

_ADD = """
insert into second_factor (clinic_id, account_id, version, key_id, sealed)
values ($1::uuid, $2::uuid, 1, $3::uuid, $4::bytea)
"""

_KEEP = """
update second_factor set version = version + 1, key_id = $4::uuid, sealed = $5::bytea
 where clinic_id = $1::uuid and account_id = $2::uuid and version = $3::integer
returning true
"""

_FORGET = "delete from second_factor where clinic_id = $1::uuid and account_id = $2::uuid"

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(SecondFactor).decode


class PostgresSecondFactors:
    """Keeps one row an account, under the clinic's key: nothing of it is read by anybody who reads the database."""

    def __init__(self, keys: SubjectKeys) -> None:
        self._keys = keys

    async def of(self, account: AccountId, execution: Execution) -> SecondFactor | None:
        """Give an account's second factor."""
        row = await current().fetchrow(_OF, execution.clinic, account)
        if row is None:
            return None
        key = await self._keys.opening(execution.clinic, row["key_id"], row["kek_id"], row["wrapped"])
        return _decode(key.open(row["sealed"], _place(execution.clinic, account, row["version"])))

    async def keep(self, factor: SecondFactor, execution: Execution) -> None:
        """Add what was changed to the command's flush."""
        key = await self._keys.sealing(current(), execution.clinic)
        kept = msgspec.structs.replace(factor, version=factor.version + 1)
        sealed = key.key.seal(_encode(kept), _place(execution.clinic, factor.account, kept.version))
        flush = current().flush
        if factor.version:
            flush.guard(_KEEP, execution.clinic, factor.account, factor.version, key.id, sealed)
        else:
            flush.write(_ADD, execution.clinic, factor.account, key.id, sealed)

    async def forget(self, account: AccountId, execution: Execution) -> None:
        """Forget an account's second factor in the command's flush."""
        current().flush.write(_FORGET, execution.clinic, account)


def _place(clinic: UUID, account: UUID, version: int) -> bytes:
    return associated(clinic, "second_factor", account, version)
