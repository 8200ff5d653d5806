"""The registry's questions, answered by folding."""

from datetime import datetime
from uuid import UUID

import msgspec

from application.patients.queries import (
    FindDuplicates,
    GetPatient,
    GetRegistryPolicy,
    ListRepresentations,
    SearchPatients,
)
from application.patients.streams import registry_rules_of
from application.patients.views import DuplicatesView, PatientView, RegistryPolicyView, RepresentationView
from application.shared.execution import Execution
from application.shared.paging import Page, after, page
from application.shared.refusals import NotFound
from domain.patients.duplicates import candidates
from domain.patients.patient import Patient
from domain.patients.registry_policy import ClinicRegistryRules
from domain.patients.representation import Representation
from infrastructure.crypto.blind_index import Kind, normalized
from infrastructure.crypto.patient_index import Value, findable, name_fits, sought
from infrastructure.memory.patients.lookalikes import MemoryLookalikes, described
from infrastructure.memory.repository import MemoryRepository


class MemoryPatientQueries:
    """Answers from the log."""

    def __init__(
        self,
        patients: MemoryRepository[Patient],
        lookalikes: MemoryLookalikes,
        rules: MemoryRepository[ClinicRegistryRules],
        representations: MemoryRepository[Representation],
    ) -> None:
        self._patients = patients
        self._lookalikes = lookalikes
        self._rules = rules
        self._representations = representations

    async def get(self, query: GetPatient, execution: Execution) -> PatientView:
        """Show one patient, now or as of a past moment."""
        return PatientView.of(self._patients.find(query.patient, execution, query.as_of))

    async def registry_policy(self, query: GetRegistryPolicy, execution: Execution) -> RegistryPolicyView:
        """Show the clinic's registry policy."""
        try:
            stream = registry_rules_of(execution.clinic)
            return RegistryPolicyView.of(self._rules.find(stream, execution, query.as_of))
        except NotFound:
            return RegistryPolicyView.untouched(execution.clinic)

    async def representations(self, query: ListRepresentations, execution: Execution) -> Page[RepresentationView]:
        """List who acts in whose place."""
        start = after(query.after, tuple[datetime, UUID])
        everybody = self._representations.all(msgspec.structs.replace(execution, reach="any"))
        fitting = (one for one in everybody if _concerns(one, query, execution))
        views = sorted(map(RepresentationView.of, fitting), key=_named)
        rest = [view for view in views if start is None or _named(view) > start]
        return page(rest, query.limit, _named)

    async def search(self, query: SearchPatients, execution: Execution) -> Page[PatientView]:
        """Show the patients that fit."""
        values = sought(query)
        start = after(query.after, tuple[datetime, UUID])
        fitting = (patient for patient in self._patients.all(execution) if all(_fits(patient, v) for v in values))
        views = sorted(map(PatientView.of, fitting), key=_place)
        rest = [view for view in views if start is None or _place(view) > start]
        return page(rest, query.rows, _place)

    async def duplicates(self, query: FindDuplicates, execution: Execution) -> DuplicatesView:
        """Show whose records may be of one person with a patient's."""
        person = described(self._patients.find(query.patient, execution))
        others = [other for other in self._lookalikes.find(person, execution) if other[0] != query.patient]
        return DuplicatesView(patient=query.patient, candidates=candidates(person, others))


def _concerns(one: Representation, query: ListRepresentations, execution: Execution) -> bool:
    actor = execution.actor
    mine = execution.reach == "any" or one.patient == actor.patient or one.account == actor.id
    return mine and query.patient in (None, one.patient) and query.account in (None, one.account)


def _named(view: RepresentationView) -> tuple[datetime, UUID]:
    return view.named_at, view.id


def _fits(patient: Patient, value: Value) -> bool:
    kind, text = value
    if kind is Kind.NAME:
        return name_fits(str(patient.demographics.name), text)
    plain = normalized(kind, text)
    return any(plain == normalized(of, found) for of, found in findable(patient) if of is kind)


def _place(view: PatientView) -> tuple[datetime, UUID]:
    return view.registered_at, view.id
