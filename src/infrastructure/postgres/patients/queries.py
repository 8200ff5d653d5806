"""The registry's questions, each one statement."""

from datetime import datetime
from typing import Final
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
from application.shared.paging import Page, after
from application.shared.refusals import NotFound
from domain.patients.duplicates import candidates
from domain.patients.link import LiveLink, PatientLink
from domain.patients.patient import Patient
from domain.patients.registry_policy import ClinicRegistryRules
from domain.patients.representation import Representation
from infrastructure.crypto.blind_index import BlindIndex, BlindIndexes, Kind, normalized
from infrastructure.crypto.patient_index import Value, name_fits, sought
from infrastructure.postgres.conditions import Conditions
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.one_person import LINKS_THEN, records_of
from infrastructure.postgres.patients.lookalikes import described, lookalike_statement, shared_tokens
from infrastructure.postgres.patients.searching import search_statement
from infrastructure.postgres.point_reads import PointReads
from infrastructure.postgres.read_model import ReadModel

_MOST_WORDS: Final = 5
"""Words of a name that the statement looks up; further ones are compared when a match has been opened."""

_links = msgspec.json.Decoder(tuple[LiveLink, ...]).decode


class PostgresPatientQueries:
    """Answers from the record's rows, found by the tokens beside them."""

    def __init__(  # noqa: PLR0913, PLR0917 - one read model for each thing that is shown
        self,
        patients: ReadModel[Patient, PatientView],
        rules: ReadModel[ClinicRegistryRules, RegistryPolicyView],
        representations: ReadModel[Representation, RepresentationView],
        links: ReadModel[PatientLink, PatientLinkView],
        reads: PointReads,
        lists: ListReads,
        indexes: BlindIndexes,
    ) -> None:
        self._patients = patients
        self._rules = rules
        self._representations = representations
        self._links = links
        self._reads = reads
        self._lists = lists
        self._indexes = indexes

    async def get(self, query: GetPatient, execution: Execution) -> PatientView:
        """Show one patient, now or as of a past moment."""
        if not execution.reaches(patient=query.patient, provider=None):
            raise NotFound(id=query.patient)
        view = await self._reads.one(self._patients, query.patient, execution, as_of=query.as_of)
        if query.as_of is None:
            return view
        (then,) = await self._lists.rows(execution, LINKS_THEN, execution.clinic, query.patient, query.as_of)
        return msgspec.structs.replace(view, links=_links(then["coalesce"]))

    async def link(self, query: GetPatientLink, execution: Execution) -> PatientLinkView:
        """Show one link, now or as of a past moment."""
        return await self._reads.one(self._links, query.link, execution, as_of=query.as_of)

    async def registry_policy(self, query: GetRegistryPolicy, execution: Execution) -> RegistryPolicyView:
        """Show the clinic's registry policy."""
        try:
            stream = registry_rules_of(execution.clinic)
            return await self._reads.one(self._rules, stream, execution, as_of=query.as_of)
        except NotFound:
            return RegistryPolicyView.untouched(execution.clinic)

    async def representations(self, query: ListRepresentations, execution: Execution) -> Page[RepresentationView]:
        """List who acts in whose place."""
        where = _of_representations(query, execution)
        return await self._lists.page(self._representations, where, "named_at", query, execution)

    async def search(self, query: SearchPatients, execution: Execution) -> Page[PatientView]:
        """Show the patients that fit. Opens no more than one page of them, and the duplicates that led there."""
        tokens = _tokens(sought(query), await self._indexes.of(execution.clinic))
        start = after(query.after, tuple[datetime, UUID])
        sql = search_statement(
            self._patients.select,
            len(tokens),
            query.rows,
            continued=start is not None,
            shared=execution.actor.is_outside,
        )
        arguments = (execution.clinic, *(part for token in tokens for part in token), *(start or ()))
        rows = await self._lists.rows(execution, sql, *arguments)
        found = await self._lists.cut(self._patients, rows, ("matched_at", "matched"), query.rows, execution)
        if query.name is None:
            return found
        led = {row["id"]: row["matched"] for row in rows[: query.rows]}
        called: dict[UUID, str] = {view.id: str(view.demographics.name) for view in found.items}
        called |= await self._names(set(led.values()) - called.keys(), execution)
        fitting = (view for view in found.items if name_fits(called.get(led[view.id], ""), query.name))
        return Page(items=tuple(fitting), next=found.next)

    async def _names(self, patients: set[UUID], execution: Execution) -> dict[UUID, str]:
        if not patients:
            return {}
        sql = f"{self._patients.select} where t.clinic_id = $1 and t.id = any($2::uuid[])"
        rows = await self._lists.rows(execution, sql, execution.clinic, list(patients))
        views = await self._lists.opened(self._patients, rows, execution)
        return {view.id: str(view.demographics.name) for view in views}

    async def duplicates(self, query: FindDuplicates, execution: Execution) -> DuplicatesView:
        """Show whose records may be of one person with a patient's."""
        person = described(await self.get(GetPatient(patient=query.patient), execution))
        tokens = shared_tokens(person, await self._indexes.of(execution.clinic))
        rows = await self._lists.rows(execution, lookalike_statement(self._patients.select), execution.clinic, *tokens)
        views = await self._lists.opened(self._patients, rows, execution)
        apart = (view for view in views if view.id != query.patient and not _are_linked(view, query.patient))
        others = [(view.id, described(view)) for view in apart]
        return DuplicatesView(patient=query.patient, candidates=candidates(person, others))


def _of_representations(query: ListRepresentations, execution: Execution) -> Conditions:
    conditions = Conditions(execution.clinic)
    if execution.reach == "own":
        own = f"(t.patient = any({records_of('{0}::uuid')}) or t.account = {{1}})"
        conditions.demand(own, execution.actor.patient, execution.actor.id)
    if query.patient is not None:
        conditions.demand(f"t.patient = any({records_of('{0}::uuid')})", query.patient)
    if query.account is not None:
        conditions.demand("t.account = {}", query.account)
    return conditions


def _tokens(values: list[Value], index: BlindIndex) -> list[tuple[str, bytes]]:
    """Give what must all stand beside a patient, what few patients share first: one lookup begins the statement."""
    tokens = []
    for kind, value in values:
        parts = _words(value) if kind is Kind.NAME else [value]
        tokens += [(kind.value, index.token(kind, part)) for part in parts]
    return tokens


def _words(name: str) -> list[str]:
    """Give a name's longest words; one that begins another adds nothing."""
    words = sorted(set(normalized(Kind.NAME, name).split()), key=lambda word: (-len(word), word))
    telling = [word for n, word in enumerate(words) if not any(longer.startswith(word) for longer in words[:n])]
    return telling[:_MOST_WORDS]


def _are_linked(view: PatientView, patient: UUID) -> bool:
    return any(patient in {link.patient, link.survivor} for link in view.links)
