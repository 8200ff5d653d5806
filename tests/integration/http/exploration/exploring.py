"""Exploring an API as its document invites to: with what it says is taken, with what is not, and along its links."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any, Final

import httpx
import msgspec
import schemathesis
from hypothesis import strategies
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from domain.shared.roles import Role
from integration.http.conventions.placements import placed
from integration.http.exploration.invitation import Document, between, has_links
from integration.http.exploration.prepared import Prepared
from integration.http.openapi.promises import hold
from integration.http.scheduling.practice import NINE

PHASES: Final = ("examples", "coverage", "fuzzing", "stateful")
"""The document's examples; each border of each schema, from both sides; generated requests; walks along links."""

OFF: Final = {
    "positive_data_acceptance": "no schema says that an end follows its start, which cursors were given out and which "
    "versions are stale; what is wrong with such requests they are told with 400, 412 and 422, as promised",
    "use_after_free": "what has ended can still be read, and says so",
    "ensure_resource_availability": "who may make something may not be who may read it",
    "object_level_authorization": "the isolation matrix and the tests of own reach try it cell by cell",
}
"""Checks of Schemathesis that are wrong for this API or done better elsewhere."""

_LONGEST_WAIT: Final = 20
"""Seconds for an answer, twice the deadline that a request has; who waits longer is left hanging."""
_KNOWN: Final = 0.7
"""Share of the generated ids that are of something which is there."""


class Effort(msgspec.Struct, frozen=True, kw_only=True):
    """How much is tried."""

    seed: int
    phases: tuple[str, ...] = PHASES
    examples: int
    """Generated requests for each operation, good ones and bad ones."""
    walks: int


class Explored(msgspec.Struct, frozen=True, kw_only=True):
    """What came of exploring with one credential."""

    requests: int = 0
    hanging: int = 0
    """Requests without an answer."""
    reached: frozenset[str] = frozenset()
    """Operations that succeeded at least once."""
    wrong: tuple[tuple[str, str], ...] = ()
    """What must not be: which check found it, and what it found."""

    def __add__(self, other: "Explored") -> "Explored":
        """Give what came of both."""
        return Explored(
            requests=self.requests + other.requests,
            hanging=self.hanging + other.hanging,
            reached=self.reached | other.reached,
            wrong=self.wrong + other.wrong,
        )


@schemathesis.check
def promised(_: Any, response: Any, case: Any) -> None:  # noqa: ARG001 - the library's form
    """Hold an answer against the document as every test here does: problem by problem, not only status by status."""
    headers = {name: values[0] for name, values in response.headers.items()}
    answer = httpx.Response(response.status_code, headers=headers, content=response.content)
    hold(response.request.method, httpx.URL(response.request.url).path, answer)


def explored(document: Document, operations: Collection[str], of: Prepared, role: Role, effort: Effort) -> Explored:
    """Explore some operations of a document, in a sandbox, with the credential of a role."""
    described = between(document, operations)
    if not operations or (effort.phases == ("stateful",) and not has_links(described)):
        return Explored()
    schema = schemathesis.openapi.from_dict(described, config=_config(operations, of, role, effort))
    schema.hook("flatmap_case")(_often_working)
    found = Explored()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            found += _seen(event.recorder)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            found += Explored(wrong=((type(event).__name__, str(getattr(event, "value", event))),))
    return found


def _seen(recorder: Any) -> Explored:
    asked = [(recorder.cases[id_].value.operation, done) for id_, done in recorder.interactions.items()]
    return Explored(
        requests=len(asked),
        hanging=sum(done.response is None for _, done in asked),
        reached=frozenset(_name(operation) for operation, done in asked if _succeeded(operation, done)),
        wrong=tuple(_wrong(recorder)),
    )


def _succeeded(operation: Any, done: Any) -> bool:
    return bool(
        done.response is not None
        and done.response.status_code < 300
        and done.request.method.lower() == operation.method
    )


def _wrong(recorder: Any) -> Iterator[tuple[str, str]]:
    for id_, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                told = f"{_name(recorder.cases[id_].value.operation)}: {check.failure_info.failure.message}"
                yield check.name, f"{told}\n{check.failure_info.code_sample}"


def _name(operation: Any) -> str:
    return str(operation.definition.raw["operationId"])


def _often_working(_: Any, case: Any) -> Any:
    """Give a generated body, or as often the example that works, made new so that it works beside those before it."""
    content = case.operation.definition.raw.get("requestBody", {}).get("content", {})
    works = [example["value"] for media in content.values() for example in media["examples"].values()]
    if not works or case.meta is None or not case.meta.generation.mode.is_positive:
        return strategies.just(case)
    return strategies.one_of(
        strategies.just(case), strategies.integers(0, 100_000).map(lambda number: _with(case, works[0], number))
    )


def _with(case: Any, body: Any, number: int) -> Any:
    day, step = divmod(number % 960, 16)  # sixty working days of sixteen visits
    case.body = placed(
        body,
        {
            "starts_at": (NINE + timedelta(days=2 + day, minutes=30 * step)).isoformat(),
            "family": f"Okafor {number}",
            "address": f"mia-{number}@example.org",
            "slug": f"lakeside-{number}",
            "value": f"A-{number}",
        },
    )
    return case


def _config(operations: Collection[str], of: Prepared, role: Role, effort: Effort) -> SchemathesisConfig:
    generation = {"max-examples": effort.examples, "no-shrink": True, "database": "none", "mode": "all"}
    known = {**of.ids, "clinic_slug": of.slug}
    phases: dict[str, Any] = {phase: {"enabled": phase in effort.phases} for phase in PHASES}
    walks = generation | {"max-examples": effort.walks}
    phases["stateful"] |= {"generation": walks, "inference": {"algorithms": []}}  # the document's own links are enough
    return SchemathesisConfig.from_dict(
        {
            "seed": effort.seed,
            "base-url": of.address,
            "headers": dict(of.headers[role]),
            "continue-on-failure": True,
            "request-timeout": _LONGEST_WAIT,
            "generation": generation,
            "checks": {check: {"enabled": False} for check in OFF},
            "phases": phases,
            "dictionaries": {name: {"values": [value]} for name, value in known.items()},
            "parameters": {
                f"{place}.{name}": {"dictionary": name, "probability": _KNOWN}
                for name in known
                for place in ("path", "query")
            },
            "operations": [
                {"exclude-operation-id": list(operations), "enabled": False},
                *({"include-operation-id": operation, "parameters": ids} for operation, ids in _own_ids(of)),
            ],
        }
    )


def _own_ids(of: Prepared) -> Iterator[tuple[str, dict[str, str]]]:
    for operation, spare in of.spare.items():
        ids = {f"path.{name}": spare[name] for name in spare.keys() & of.ids.keys()}
        if ids:
            yield operation, ids
