"""How many tries each clinic allows, by its row."""

from typing import Final

import msgspec

from application.shared.execution import Execution
from domain.identity.lock_out import LockOutTerms
from domain.identity.tries import TryLimit
from infrastructure.postgres.connection import Pool, clinic_transaction

_TERMS: Final = "select lock_out from clinic where clinic_id = $1 and id = $1"

_terms = msgspec.json.Decoder(LockOutTerms).decode


class PostgresTryLimits:
    """Reads the clinic's row each time: other terms count for the next try, on every process."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def of(self, execution: Execution) -> TryLimit:
        """Give the limit of the execution's clinic."""
        async with clinic_transaction(self._pool, execution.clinic) as connection:
            terms = await connection.fetchval(_TERMS, execution.clinic)
        return _terms(terms).limit if terms is not None else TryLimit()
