"""The registry's questions, each one statement."""

from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

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
from application.shared.paging import Page, after, cursor
from application.shared.refusals import NotFound
from domain.patients.duplicates import candidates
from domain.patients.patient import Patient
from domain.patients.registry_policy import ClinicRegistryRules
from domain.patients.representation import Representation
from domain.shared.time import Instant
from infrastructure.crypto.blind_index import BlindIndex, BlindIndexes, Kind, normalized
from infrastructure.crypto.patient_index import Value, name_fits, sought
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.patients.lookalikes import described, lookalike_statement, shared_tokens
from infrastructure.postgres.point_reads import PointReads
from infrastructure.postgres.read_model import ReadModel

_MOST_WORDS: Final = 5
"""Words of a name that the statement looks up; further ones are compared when a match has been opened."""


class PostgresPatientQueries:
    """Answers from the record's rows, found by the tokens beside them."""

    def __init__(  # noqa: PLR0913, PLR0917 - one read model for each thing that is shown
        self,
        patients: ReadModel[Patient, PatientView],
        rules: ReadModel[ClinicRegistryRules, RegistryPolicyView],
        representations: ReadModel[Representation, RepresentationView],
        reads: PointReads,
        lists: ListReads,
        indexes: BlindIndexes,
    ) -> None:
        self._patients = patients
        self._rules = rules
        self._representations = representations
        self._reads = reads
        self._lists = lists
        self._indexes = indexes

    async def get(self, query: GetPatient, execution: Execution) -> PatientView:
        """Show one patient, now or as of a past moment."""
        if not execution.reaches(patient=query.patient, provider=None):
            raise NotFound(id=query.patient)
        return await self._reads.one(self._patients, query.patient, execution, as_of=query.as_of)

    async def registry_policy(self, query: GetRegistryPolicy, execution: Execution) -> RegistryPolicyView:
        """Show the clinic's registry policy."""
        try:
            stream = registry_rules_of(execution.clinic)
            return await self._reads.one(self._rules, stream, execution, as_of=query.as_of)
        except NotFound:
            return RegistryPolicyView.untouched(execution.clinic)

    async def representations(self, query: ListRepresentations, execution: Execution) -> Page[RepresentationView]:
        """List who acts in whose place."""
        where, arguments = _of_representations(query, execution)
        select = self._representations.select
        sql = f"{select} where {where} order by t.named_at, t.id limit {query.limit + 1}"
        rows = await self._lists.rows(execution, sql, *arguments)
        shown = rows[: query.limit]
        return Page(
            items=tuple(await self._lists.opened(self._representations, shown, execution)),
            next=cursor(shown[-1]["named_at"], shown[-1]["id"]) if len(rows) > query.limit else None,
        )

    async def search(self, query: SearchPatients, execution: Execution) -> Page[PatientView]:
        """Show the patients that fit. Opens no more than one page of them."""
        tokens = _tokens(sought(query), await self._indexes.of(execution.clinic))
        start = after(query.after, tuple[datetime, UUID])
        sql = search_statement(self._patients.select, len(tokens), query.rows, continued=start is not None)
        arguments = (execution.clinic, *(part for token in tokens for part in token), *(start or ()))
        rows = await self._lists.rows(execution, sql, *arguments)
        shown = rows[: query.rows]
        views = await self._lists.opened(self._patients, shown, execution)
        return Page(
            items=tuple(view for view in views if query.name is None or _is_called(view, query.name)),
            next=cursor(shown[-1]["registered_at"], shown[-1]["id"]) if len(rows) > query.rows else None,
        )

    async def duplicates(self, query: FindDuplicates, execution: Execution) -> DuplicatesView:
        """Show whose records may be of one person with a patient's."""
        person = described(await self.get(GetPatient(patient=query.patient), execution))
        tokens = shared_tokens(person, await self._indexes.of(execution.clinic))
        rows = await self._lists.rows(execution, lookalike_statement(self._patients.select), execution.clinic, *tokens)
        views = await self._lists.opened(self._patients, rows, execution)
        others = [(view.id, described(view)) for view in views if view.id != query.patient]
        return DuplicatesView(patient=query.patient, candidates=candidates(person, others))


def _of_representations(query: ListRepresentations, execution: Execution) -> tuple[str, list[Any]]:
    """Give only those conditions that were asked for, so that each combination finds its index."""
    arguments: list[Any] = [execution.clinic]
    conditions = ["t.clinic_id = $1"]

    def demand(condition: str, *values: Any) -> None:
        numbers = range(len(arguments) + 1, len(arguments) + len(values) + 1)
        conditions.append(condition.format(*(f"${number}" for number in numbers)))
        arguments.extend(values)

    if execution.reach == "own":
        demand("(t.patient = {} or t.account = {})", execution.actor.patient, execution.actor.id)
    if query.patient is not None:
        demand("t.patient = {}", query.patient)
    if query.account is not None:
        demand("t.account = {}", query.account)
    start = after(query.after, tuple[Instant, UUID])
    if start is not None:
        demand("(t.named_at, t.id) > ({}, {})", *start)
    return " and ".join(conditions), arguments


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


def _is_called(view: Any, name: str) -> bool:
    return name_fits(str(view.demographics.name), name)


@lru_cache(maxsize=1024)
def search_statement(select: str, tokens: int, rows: int, *, continued: bool) -> str:
    """Give the statement that finds one page, and one row more, and only then reads and joins the records.

    Tokens carry the registration's instant, so that the page is cut from an index in its order. The limit is part of
    the text, because a planner that does not know it would read every record.
    """
    if tokens:
        found = "select t0.registered_at, t0.patient_id as id from patient_token t0"
        for n in range(1, tokens):
            found += (
                f" join patient_token t{n} on t{n}.clinic_id = $1 and t{n}.kind = ${2 * n + 2}"
                f" and t{n}.token = ${2 * n + 3} and t{n}.registered_at = t0.registered_at"
                f" and t{n}.patient_id = t0.patient_id"
            )
        found += " where t0.clinic_id = $1 and t0.kind = $2 and t0.token = $3"
        key = "t0.registered_at, t0.patient_id"
    else:
        found = "select t0.registered_at, t0.id from patient t0 where t0.clinic_id = $1"
        key = "t0.registered_at, t0.id"
    if continued:
        found += f" and ({key}) > (${2 * tokens + 2}::timestamptz, ${2 * tokens + 3}::uuid)"
    return (
        f"with found as materialized ({found} order by {key} limit {rows + 1}) "
        f"{select} join found on found.id = t.id where t.clinic_id = $1 order by found.registered_at, found.id"
    )
