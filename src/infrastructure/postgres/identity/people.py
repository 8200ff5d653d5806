"""Who was registered, by the first fact of their stream."""

from uuid import UUID

from application.shared.execution import Execution
from application.shared.refusals import Erased
from domain.shared.identifiers import PatientId, ProviderId
from infrastructure.postgres.session import current

_FIRST = """
select e.name, (select k.wrapped is null from subject_key k where k.clinic_id = $1 and k.subject_id = $2) as erased
  from event e where e.clinic_id = $1 and e.stream_id = $2 and e.version = 1
"""


class PostgresPeople:
    """Reads the log in the command's own transaction."""

    async def is_patient(self, patient: PatientId, execution: Execution) -> bool:
        """Tell whether the clinic registered the patient."""
        return await _begins(patient, "patients.patient.", execution)

    async def is_provider(self, provider: ProviderId, execution: Execution) -> bool:
        """Tell whether the clinic added the provider."""
        return await _begins(provider, "providers.provider.", execution)


async def _begins(stream: UUID, kind: str, execution: Execution) -> bool:
    first = await current().fetchrow(_FIRST, execution.clinic, stream)
    if first is None or not first["name"].startswith(kind):
        return False
    if first["erased"]:
        raise Erased
    return True
