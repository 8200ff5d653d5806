"""Who could be mistaken for somebody, in memory."""

from application.patients.queries import MOST_COMPARED
from application.shared.execution import Execution
from domain.patients.likeness import Description
from domain.patients.patient import Patient
from domain.shared.identifiers import PatientId
from infrastructure.crypto.patient_index import Shared, shared_by
from infrastructure.memory.log import current
from infrastructure.memory.repository import MemoryRepository


class MemoryLookalikes:
    """Looks through the log."""

    def __init__(self, patients: MemoryRepository[Patient]) -> None:
        self._patients = patients

    async def of(self, person: Description, execution: Execution) -> tuple[tuple[PatientId, Description], ...]:
        """Hold what the person shares with others until the command is over, then give them."""
        shared = shared_by(person)
        for held in sorted(shared.birth_dates | {value for _, value in shared.ways}):
            await current().hold(("likeness", execution.clinic, held))
        return tuple(self.find(person, execution))

    def find(self, person: Description, execution: Execution) -> list[tuple[PatientId, Description]]:
        """Give patients to compare a person with."""
        shared = shared_by(person)
        everybody = sorted(self._patients.all(execution), key=lambda patient: (patient.created_on, patient.id))
        born = [patient for patient in everybody if _meets_birth(shared, patient)]
        reached = [patient for patient in everybody if not shared.ways.isdisjoint(shared_by(described(patient)).ways)]
        compared = {patient.id for patient in (*born[:MOST_COMPARED], *reached[:MOST_COMPARED])}
        return [(PatientId(patient.id), described(patient)) for patient in everybody if patient.id in compared]


def described(patient: Patient) -> Description:
    """Describe a patient by their record."""
    return Description.recorded(patient.demographics, patient.contacts, patient.identifiers)


def _meets_birth(shared: Shared, patient: Patient) -> bool:
    born = patient.demographics.birth_date.isoformat()
    return born in shared.birth_dates and not shared.beginnings.isdisjoint(shared_by(described(patient)).beginnings)
