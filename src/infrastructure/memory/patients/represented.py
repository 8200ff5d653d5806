"""In whose place somebody acts, in memory."""

from application.patients.ports import RegistryTermsToday
from application.shared.execution import Execution
from application.shared.represented import InPlaceOf
from domain.patients.patient import Patient
from domain.patients.representation import Representation
from domain.shared.scopes import Scope
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryRepresented:
    """Folds the clinic's representations and links."""

    def __init__(self, log: MemoryLog, terms: RegistryTermsToday) -> None:
        self._representations = WholeClinic(Representation, log)
        self._patients = WholeClinic(Patient, log)
        self._person = OnePerson(log)
        self._terms = terms

    async def by(self, execution: Execution, scope: Scope) -> InPlaceOf:
        """Give the patients of whom the actor is let into a matter, and the actor's own other records."""
        own = execution.actor.patient
        linked = () if own is None else self._person.records(own, execution)
        mine = [one for one in self._representations.all(execution) if one.account == execution.actor.id]
        if not mine:
            return InPlaceOf(frozenset(linked) - {own}, {})
        terms = await self._terms.today(execution)
        patients = {patient.id: patient for patient in self._patients.all(execution)}
        found = ((one, patients.get(one.patient)) for one in mine)
        represented = {
            record: one.capacity
            for one, patient in found
            if patient is not None and one.opens(scope, patient.demographics, terms=terms, now=execution.now)
            for record in self._person.records(one.patient, execution)
        }
        return InPlaceOf(frozenset(linked) - {own}, represented)
