"""The records of one person, in memory: a patient's own, and those that live links join with it."""

from datetime import datetime

from application.shared.execution import Execution
from domain.patients.link import LiveLink, PatientLink, PatientLinkId
from domain.shared.identifiers import PatientId
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.whole_clinic import WholeClinic


class OnePerson:
    """Knows which records are of one person, whoever asks."""

    def __init__(self, log: MemoryLog) -> None:
        self._links = WholeClinic(PatientLink, log)

    def links(self, patient: PatientId, execution: Execution, as_of: datetime | None = None) -> tuple[LiveLink, ...]:
        """Give the links that a record has, now or had at a past moment, the oldest first."""
        found = sorted(self._links.all(execution), key=lambda link: (link.created_on, link.id))
        return tuple(
            LiveLink(link=PatientLinkId(link.id), patient=link.patient, survivor=link.survivor)
            for link in found
            if patient in {link.patient, link.survivor} and _stands(link, as_of)
        )

    def survivor(self, patient: PatientId, execution: Execution) -> PatientId:
        """Give the record that stays for a patient: the survivor of a live link, or the patient's own."""
        return next((link.survivor for link in self.links(patient, execution) if link.patient == patient), patient)

    def records(self, patient: PatientId, execution: Execution) -> tuple[PatientId, ...]:
        """Give every record of a patient's person, the one that stays first."""
        top = self.survivor(patient, execution)
        return (top, *(link.patient for link in self.links(top, execution) if link.survivor == top))


def _stands(link: PatientLink, as_of: datetime | None) -> bool:
    if as_of is None:
        return link.unlinked_at is None
    return link.created_on <= as_of and (link.unlinked_at is None or link.unlinked_at > as_of)
