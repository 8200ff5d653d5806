"""Whom outsiders may be told of, in memory."""

from collections.abc import Collection
from uuid import UUID

from application.patients.ports import RegistryTermsToday
from application.shared.execution import Execution
from application.shared.refusals import Erased
from domain.patients.patient import Patient
from domain.patients.sharing import WordsOnSharing, agreed
from domain.shared.identifiers import PatientId
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.whole_clinic import WholeClinic


class MemorySharing:
    """Folds consents."""

    def __init__(self, log: MemoryLog, terms: RegistryTermsToday) -> None:
        self._patients = WholeClinic(Patient, log)
        self._person = OnePerson(log)
        self._terms = terms

    async def kept_back(self, patients: Collection[UUID], execution: Execution) -> frozenset[UUID]:
        """Give those of some patients whom outsiders may not be told of."""
        return frozenset({one for one in patients if await self._is_kept_back(PatientId(one), execution)})

    async def _is_kept_back(self, patient: PatientId, execution: Execution) -> bool:
        try:
            records = [self._patients.find(one, execution) for one in self._person.records(patient, execution)]
        except Erased:
            return True
        known = {PatientId(record.id): record for record in records if record is not None}
        given = agreed(
            WordsOnSharing(record=id_, consents=one.consents.live, past_consents=one.consents.past)
            for id_, one in known.items()
        )
        if not known or given is None:
            return bool(known)
        terms = await self._terms.today(execution)
        return not terms.counts(given.consent, known[given.record].demographics)
