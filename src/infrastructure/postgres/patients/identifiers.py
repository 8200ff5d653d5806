"""Who has an identifier, read in the command's own transaction. A unique index is the net."""

from application.shared.execution import Execution
from domain.patients.identifier import Identifier
from domain.shared.identifiers import PatientId
from infrastructure.crypto.blind_index import BlindIndexes, Kind
from infrastructure.crypto.patient_index import whole
from infrastructure.postgres.session import current

_HOLDER = "select patient_id from patient_token where clinic_id = $1 and kind = 'identifier' and token = $2"


class PostgresIdentifiers:
    """Looks identifiers up by their tokens."""

    def __init__(self, indexes: BlindIndexes) -> None:
        self._indexes = indexes

    async def holder(self, identifier: Identifier, execution: Execution) -> PatientId | None:
        """Give the patient who has an identifier."""
        index = await self._indexes.of(execution.clinic)
        token = index.token(Kind.IDENTIFIER, whole(identifier))
        holder = await current().fetchval(_HOLDER, execution.clinic, token)
        return PatientId(holder) if holder is not None else None
