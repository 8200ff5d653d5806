"""What follows a patient in the same flush: the record, and the blind index that finds it."""

from domain.patients.contact import EmailContact
from domain.patients.patient import Patient
from infrastructure.crypto.blind_index import BlindIndex, BlindIndexes, Kind
from infrastructure.postgres.session import Session

_REMOVE = """
delete from patient_token
 where clinic_id = $1::uuid and patient_id = $2::uuid
   and not exists (select from unnest($3::text[], $4::bytea[]) as kept (kind, token)
                    where kept.kind = patient_token.kind and kept.token = patient_token.token)
"""

_ADD = """
insert into patient_token (clinic_id, patient_id, kind, token)
select $1::uuid, $2::uuid, kept.kind, kept.token from unnest($3::text[], $4::bytea[]) as kept (kind, token)
on conflict do nothing
"""


class PatientTokens:
    """Keeps the tokens by which a patient is found."""

    def __init__(self, indexes: BlindIndexes) -> None:
        self._indexes = indexes

    async def project(self, session: Session, aggregate: Patient) -> None:
        """Add the difference between the tokens that stand and those that should."""
        clinic = session.execution.clinic
        tokens = patient_tokens(aggregate, await self._indexes.of(clinic))
        kinds, digests = [kind for kind, _ in tokens], [digest for _, digest in tokens]
        if aggregate.version > 1:
            session.flush.write(_REMOVE, clinic, aggregate.id, kinds, digests)
        session.flush.write(_ADD, clinic, aggregate.id, kinds, digests)


def patient_tokens(patient: Patient, index: BlindIndex) -> list[tuple[str, bytes]]:
    """Give every token that a patient is found by, in a stable order."""
    name = patient.demographics.name
    sought = {
        (Kind.NAME, f"{name.given} {name.family}"),
        (Kind.BIRTH_DATE, patient.demographics.birth_date.isoformat()),
        *((Kind.IDENTIFIER, known.identifier.value) for known in patient.identifiers),
    }
    for known in patient.contacts:
        if isinstance(known.contact, EmailContact):
            sought.add((Kind.EMAIL, known.contact.email.normalized))
        else:
            sought.add((Kind.PHONE, known.contact.phone.number))
    return sorted((kind.value, token) for kind, value in sought for token in index.tokens_of(kind, value))
