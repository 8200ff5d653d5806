"""What the registry says of a patient, read beside whatever else a booking looks at."""

from typing import Final

import msgspec

from application.shared.execution import Execution
from application.shared.refusals import Erased
from domain.patients.consent import Consent, ConsentKind
from domain.scheduling.appointments.eligibility import PatientStanding
from domain.shared.identifiers import PatientId
from infrastructure.postgres.connection import Row
from infrastructure.postgres.one_person import records_of
from infrastructure.postgres.patients.sealed_demographics import SealedDemographics
from infrastructure.postgres.patients.terms import read_terms
from infrastructure.postgres.subject_keys import SubjectKeys

PATIENT_STANDING: Final = f"""
       t.id is not null as known, t.deactivation is null as active, t.identity_check is not null as identity_verified,
       t.telehealth_consent, t.consents, k.key_id, {SealedDemographics.COLUMNS}, g.policy as registry_policy,
       h.zone ->> 'name' as clinic_zone, t.id as recorded, {records_of("t.id")} as records"""
"""What ``PatientStandings`` reads."""

PATIENT_STANDING_OF: Final = """
  left join patient t on t.clinic_id = $1 and t.id = {patient}
  left join subject_key k on k.clinic_id = $1 and k.subject_id = {patient}
  left join registry_policy g on g.clinic_id = $1
  left join clinic h on h.clinic_id = $1 and h.id = $1"""
"""Where it is read."""

_consents = msgspec.json.Decoder(tuple[Consent, ...]).decode


class PatientStandings:
    """Turns the registry's words into the calendar's."""

    def __init__(self, keys: SubjectKeys) -> None:
        self._demographics = SealedDemographics(keys)

    async def of_any(self, patient: PatientId | None, row: Row, execution: Execution) -> PatientStanding | None:
        """Give the standing of the patient that was named, if any was."""
        return None if patient is None else await self.of(patient, row, execution)

    async def of(self, patient: PatientId, row: Row, execution: Execution) -> PatientStanding:
        """Give a patient's standing. Only where there is a consent to weigh is the record opened for the age.

        Raises ``Erased``.
        """
        if row["recorded"] is not None and row["wrapped"] is None:
            raise Erased
        return PatientStanding(
            patient=patient,
            records=tuple(row["records"]) if len(row["records"]) > 1 else (),
            active=row["active"],
            telehealth_consent=row["telehealth_consent"] and await self._agrees(row, execution),
            identity_verified=row["identity_verified"],
        )

    async def _agrees(self, row: Row, execution: Execution) -> bool:
        terms = read_terms(row["registry_policy"], row["clinic_zone"], execution.now)
        who = await self._demographics.of(row, row["recorded"], execution.clinic)
        live = (consent for consent in _consents(row["consents"]) if consent.kind is ConsentKind.TELEHEALTH)
        return any(terms.counts(consent, who) for consent in live)
