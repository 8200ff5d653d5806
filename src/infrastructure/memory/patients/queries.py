"""The registry's questions, answered by folding."""

from datetime import datetime
from uuid import UUID

import msgspec

from application.patients.queries import (
    FindDuplicates,
    GetPatient,
    GetPatientLink,
    GetRegistryPolicy,
    ListRepresentations,
    SearchPatients,
)
from application.patients.streams import registry_rules_of
from application.patients.views import (
    DuplicatesView,
    PatientLinkView,
    PatientView,
    RegistryPolicyView,
    RepresentationView,
)
from application.shared.execution import Execution
from application.shared.paging import Page, after, page
from application.shared.refusals import NotFound
from domain.patients.duplicates import candidates
from domain.patients.link import LiveLink
from domain.patients.patient import Patient
from domain.patients.registry_policy import ClinicRegistryRules
from domain.patients.representation import Representation
from domain.shared.identifiers import PatientId
from infrastructure.crypto.blind_index import Kind, normalized
from infrastructure.crypto.patient_index import Value, findable, name_fits, sought
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.paging import page_of
from infrastructure.memory.patients.links import MemoryPatientLinks
from infrastructure.memory.patients.lookalikes import MemoryLookalikes, described
from infrastructure.memory.repository import MemoryRepository


class MemoryPatientQueries:
    """Answers from the log."""

    def __init__(  # noqa: PLR0913, PLR0917 - one kind of thing that is shown each, and who is like or the same
        self,
        patients: MemoryRepository[Patient],
        rules: MemoryRepository[ClinicRegistryRules],
        representations: MemoryRepository[Representation],
        links: MemoryPatientLinks,
        lookalikes: MemoryLookalikes,
        person: OnePerson,
    ) -> None:
        self._patients = patients
        self._links = links
        self._lookalikes = lookalikes
        self._rules = rules
        self._representations = representations
        self._person = person

    async def get(self, query: GetPatient, execution: Execution) -> PatientView:
        """Show one patient, now or as of a past moment."""
        return self._view(self._patients.find(query.patient, execution, query.as_of), execution, query.as_of)

    async def link(self, query: GetPatientLink, execution: Execution) -> PatientLinkView:
        """Show one link, now or as of a past moment."""
        return PatientLinkView.of(self._links.find(query.link, execution, query.as_of))

    async def registry_policy(self, query: GetRegistryPolicy, execution: Execution) -> RegistryPolicyView:
        """Show the clinic's registry policy."""
        try:
            stream = registry_rules_of(execution.clinic)
            return RegistryPolicyView.of(self._rules.find(stream, execution, query.as_of))
        except NotFound:
            return RegistryPolicyView.untouched(execution.clinic)

    async def representations(self, query: ListRepresentations, execution: Execution) -> Page[RepresentationView]:
        """List who acts in whose place."""
        everybody = self._representations.all(msgspec.structs.replace(execution, reach="any"))
        listed = (one for one in everybody if self._is_of(query.patient, one, execution))
        fitting = (one for one in listed if query.account in {None, one.account} and self._concerns(one, execution))
        return page_of(map(RepresentationView.of, fitting), query, _named)

    def _is_of(self, patient: PatientId | None, one: Representation, execution: Execution) -> bool:
        return patient is None or one.patient in self._person.records(patient, execution)

    def _concerns(self, one: Representation, execution: Execution) -> bool:
        actor = execution.actor
        if execution.reach == "any" or one.account == actor.id:
            return True
        return actor.patient is not None and self._is_of(actor.patient, one, execution)

    async def search(self, query: SearchPatients, execution: Execution) -> Page[PatientView]:
        """Show the patients that fit."""
        values = sought(query)
        start = after(query.after, tuple[datetime, UUID])
        everybody = {PatientId(patient.id): patient for patient in self._patients.all(execution)}
        fitting = [patient for patient in everybody.values() if all(_fits(patient, v) for v in values)]
        first: dict[PatientId, Patient] = {}
        for patient in sorted(fitting, key=_place):
            first.setdefault(self._person.survivor(PatientId(patient.id), execution), patient)
        rest = [(match, id_) for id_, match in first.items() if start is None or _place(match) > start]
        found = page(rest, query.rows, lambda pair: _place(pair[0]))
        return Page(items=tuple(self._view(everybody[id_], execution) for _, id_ in found.items), next=found.next)

    async def duplicates(self, query: FindDuplicates, execution: Execution) -> DuplicatesView:
        """Show whose records may be of one person with a patient's."""
        person = described(self._patients.find(query.patient, execution))
        own = {query.patient} | {id_ for link in self._person.links(query.patient, execution) for id_ in _ends(link)}
        others = [other for other in self._lookalikes.find(person, execution) if other[0] not in own]
        return DuplicatesView(patient=query.patient, candidates=candidates(person, others))

    def _view(self, patient: Patient, execution: Execution, as_of: datetime | None = None) -> PatientView:
        links = self._person.links(PatientId(patient.id), execution, as_of)
        return msgspec.structs.replace(PatientView.of(patient), links=links)


def _ends(link: LiveLink) -> tuple[PatientId, PatientId]:
    return link.patient, link.survivor


def _named(view: RepresentationView) -> tuple[datetime, UUID]:
    return view.named_at, view.id


def _fits(patient: Patient, value: Value) -> bool:
    kind, text = value
    if kind is Kind.NAME:
        return name_fits(str(patient.demographics.name), text)
    plain = normalized(kind, text)
    return any(plain == normalized(of, found) for of, found in findable(patient) if of is kind)


def _place(patient: Patient) -> tuple[datetime, UUID]:
    return patient.created_on, patient.id
