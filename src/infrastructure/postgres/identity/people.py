"""Who was registered, by the first fact of their stream."""

from uuid import UUID

from application.shared.execution import Execution
from domain.shared.identifiers import PatientId, ProviderId
from infrastructure.postgres.session import current

_FIRST = "select name from event where clinic_id = $1 and stream_id = $2 and version = 1"


class PostgresPeople:
    """Reads the log in the command's own transaction."""

    async def is_patient(self, patient: PatientId, execution: Execution) -> bool:
        """Tell whether the clinic registered the patient."""
        return await _begins(patient, "patients.patient.", execution)

    async def is_provider(self, provider: ProviderId, execution: Execution) -> bool:
        """Tell whether the clinic added the provider."""
        return await _begins(provider, "providers.provider.", execution)


async def _begins(stream: UUID, kind: str, execution: Execution) -> bool:
    name = await current().fetchval(_FIRST, execution.clinic, stream)
    return name is not None and str(name).startswith(kind)
