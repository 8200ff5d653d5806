"""What follows a patient in the same flush: the record, and the blind index that finds it."""

from typing import Final

from domain.patients.patient import Patient
from infrastructure.crypto.blind_index import BlindIndex, BlindIndexes
from infrastructure.crypto.patient_index import findable
from infrastructure.postgres.projected_table import ProjectedTable
from infrastructure.postgres.session import Session

_REMOVE: Final = """
delete from patient_token
 where clinic_id = $1::uuid and patient_id = $2::uuid
   and not exists (select from unnest($3::text[], $4::bytea[]) as kept (kind, token)
                    where kept.kind = patient_token.kind and kept.token = patient_token.token)
"""

_ADD: Final = """
insert into patient_token (clinic_id, patient_id, registered_at, kind, token)
select $1::uuid, $2::uuid, $3::timestamptz, kept.kind, kept.token
  from unnest($4::text[], $5::bytea[]) as kept (kind, token)
    on conflict (clinic_id, kind, token, registered_at, patient_id) do nothing
"""
"""Names its own key, because another patient's identifier is a conflict too, and that one must be heard."""


class PatientTokens:
    """Keeps the tokens by which a patient is found."""

    tables = (ProjectedTable("patient_token", "patient_id"),)

    def __init__(self, indexes: BlindIndexes) -> None:
        self._indexes = indexes

    async def project(self, session: Session, aggregate: Patient) -> None:
        """Add the difference between the tokens that stand and those that should."""
        clinic = session.execution.clinic
        tokens = patient_tokens(aggregate, await self._indexes.of(clinic))
        kinds, digests = [kind for kind, _ in tokens], [digest for _, digest in tokens]
        if aggregate.id not in session.born:
            session.flush.write(_REMOVE, clinic, aggregate.id, kinds, digests)
        session.flush.write(_ADD, clinic, aggregate.id, aggregate.created_on, kinds, digests)


def patient_tokens(patient: Patient, index: BlindIndex) -> list[tuple[str, bytes]]:
    """Give every token that a patient is found by, in a stable order."""
    return sorted((kind.value, token) for kind, value in findable(patient) for token in index.tokens_of(kind, value))
