"""In whose place somebody acts, in memory."""

from application.patients.ports import RegistryTermsToday
from application.shared.execution import Execution
from application.shared.represented import InPlaceOf
from domain.patients.patient import Patient
from domain.patients.representation import Representation
from domain.shared.identifiers import PatientId
from domain.shared.scopes import Scope
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryRepresented:
    """Folds the clinic's representations."""

    def __init__(self, log: MemoryLog, terms: RegistryTermsToday) -> None:
        self._representations = WholeClinic(Representation, log)
        self._patients = WholeClinic(Patient, log)
        self._terms = terms

    async def by(self, execution: Execution, scope: Scope) -> InPlaceOf:
        """Give the patients of whom the actor is let into a matter."""
        mine = [one for one in self._representations.all(execution) if one.account == execution.actor.id]
        if not mine:
            return {}
        terms = await self._terms.today(execution)
        found = ((one, self._patients.find(one.patient, execution)) for one in mine)
        return {
            PatientId(patient.id): one.capacity
            for one, patient in found
            if patient is not None and one.opens(scope, patient.demographics, terms=terms, now=execution.now)
        }
