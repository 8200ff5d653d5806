"""Every way in which an operation can be refused, and how the document shows it."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from application.identity.sessions.authentication import ApiKeyRefused
from application.identity.sessions.ports import NotVouchedFor, TokenExpired, TokenInvalid
from application.shared.access import ACCESS, ENROLLING
from application.shared.paging import MOST_ROWS
from application.shared.rates import TooOften
from application.shared.refusals import (
    Contended,
    DeadlineExceeded,
    Erased,
    Forbidden,
    KeyNotTaken,
    KeyReused,
    Malformed,
    NotFound,
    NotSignedIn,
    NotYetVisible,
    SecondFactorDemanded,
    StaleVersion,
    StillRunning,
    TooManyRows,
    Unavailable,
    VersionNotTaken,
)
from application.shared.rights.fresh_proof import TAKES_PROOF, ProofTooOld
from application.shared.rights.outsiders import OPEN
from application.shared.rights.settable import SETTABLE, FieldNotSettable
from domain.identity.second_factor_terms import STAFF
from domain.identity.session import SessionIsOver
from domain.identity.standing import ClinicIsClosed, ClinicIsSuspended
from domain.identity.tries import TooManyTries
from domain.patients.care import OutsideCare
from domain.patients.sharing import NotShared
from domain.scheduling.series.desk import SeriesConflicts
from domain.shared.errors import DomainError
from interfaces.http.calls import NotReceived, Standing
from interfaces.http.limits import AddressTooLong, HeadersTooLarge
from interfaces.http.openapi.examples import identifier
from interfaces.http.openapi.kinds import names_things
from interfaces.http.openapi.prose import explanation
from interfaces.http.openapi.schemas import COMPONENTS, Schema
from interfaces.http.problems import (
    PROBLEM_JSON,
    Failed,
    MethodNotAllowed,
    NoSuchRoute,
    TooLarge,
    problem_document,
    status_of,
)
from interfaces.http.reading import TooDeep, UnreadableMedia
from interfaces.http.routes import CommandRoute, QueryRoute, Routes

Refusal = type[DomainError]

OF_ANY_REQUEST: Final[tuple[Refusal, ...]] = (AddressTooLong, HeadersTooLarge, TooOften)
"""What is refused before it is known what was asked for, or may be."""

OF_NO_OPERATION: tuple[Refusal, ...] = (NoSuchRoute, MethodNotAllowed, Failed)
"""Problems that no operation promises: of addresses that are none, and one that must not happen."""

RATE_HEADERS: Final = {name: {"$ref": f"#/components/headers/{name}"} for name in ("RateLimit", "RateLimit-Policy")}
"""What an answer tells of the rates that its request had a part in."""

REASONS = {
    400: "The request cannot be read.",
    401: "Nobody is signed in.",
    403: "The role may not do this, or not say all of it, or the clinic takes nobody.",
    404: "There is no such thing here.",
    409: "A rule of the clinic, or the state of things, says no.",
    408: "The request did not arrive in time.",
    410: "The person whom it was about has been erased.",
    412: "It has changed since.",
    413: "The body is too large.",
    414: "The address is too long.",
    415: "The body is not JSON.",
    422: "The idempotency key belongs to another request.",
    429: "Too many; Retry-After says when the next one is looked at.",
    431: "The headers are too large.",
    503: "Not now; whether a command took effect may be unknown.",
}

EXAMPLE_DETAILS: dict[Refusal, dict[str, Any]] = {
    Malformed: {"errors": [{"pointer": "/field", "detail": "Expected `str`, got `int`"}]},
    UnreadableMedia: {"received": "text/plain"},
    FieldNotSettable: {"errors": [{"pointer": "/how", "detail": "is said by owner, clinician alone"}]},
    StaleVersion: {"expected": 3, "current": 4},
    DeadlineExceeded: {"seconds": 10.0},
    NotReceived: {"seconds": 10.0},
    Contended: {"attempts": 3},
    TooManyRows: {"most": MOST_ROWS},
    SeriesConflicts: {
        "conflicts": [
            {
                "slot": {"day": "2030-05-21", "at": "09:00"},
                "starts_at": "2030-05-21T13:00:00Z",
                "rule": "scheduling.provider-taken",
            }
        ]
    },
    TooOften: {"rate": "credential", "seconds": 2},
    TooManyTries: {"seconds": 60},
    ProofTooOld: {"operation": "identity.issue-api-key", "max_age": 900},
}


def refusals_of(route: CommandRoute | QueryRoute) -> tuple[Refusal, ...]:
    """Give everything that can refuse the operation, its own rules first."""
    asked: Any = route.command if isinstance(route, CommandRoute) else route.query
    return tuple(dict.fromkeys((*asked.refusals, *_of_the_application(route))))


def _of_the_application(route: CommandRoute | QueryRoute) -> Iterator[Refusal]:
    asked = route.command if isinstance(route, CommandRoute) else route.query
    yield Malformed
    yield from OF_ANY_REQUEST
    yield from _of_who_asks(route, asked.operation)
    if route.standing is not Standing.INSTALLATION:
        yield from (ClinicIsSuspended, ClinicIsClosed, NotVouchedFor)
    if route.standing in {Standing.VISITOR, Standing.OPERATOR_AT_CLINIC} or names_things(asked):
        yield from (NotFound, Erased)
    if "{" in route.path:
        yield NoSuchRoute  # an id in the path that is no id
    if isinstance(route, CommandRoute):
        yield from (NotReceived, TooLarge, TooDeep, UnreadableMedia, Contended)
        yield from (KeyReused, StillRunning, Erased) if route.command.keyed else (KeyNotTaken,)
        yield StaleVersion if route.command.conditional else VersionNotTaken
    else:
        yield NotYetVisible
        if route.as_table:
            yield TooManyRows
    yield from (DeadlineExceeded, Unavailable)


def _of_who_asks(route: CommandRoute | QueryRoute, operation: str) -> Iterator[Refusal]:
    if route.standing.is_signed_in:
        yield from (NotSignedIn, TokenInvalid, TokenExpired, SessionIsOver, ApiKeyRefused, Forbidden)
        if operation not in ENROLLING and not STAFF.isdisjoint(ACCESS[operation]):
            yield SecondFactorDemanded
    if operation in TAKES_PROOF:
        yield ProofTooOld
    if "care" in ACCESS[operation].values():
        yield OutsideCare
    if operation in OPEN:
        yield NotShared
    if operation in SETTABLE:
        yield FieldNotSettable


def all_refusals(routes: Routes) -> tuple[Refusal, ...]:
    """Give every problem type there is, ordered by code."""
    found = {refusal for route in routes for refusal in refusals_of(route)} | set(OF_NO_OPERATION)
    return tuple(sorted(found, key=lambda refusal: refusal.code))


def example_of(refusal: Refusal) -> dict[str, Any]:
    """Give a problem document as it may look."""
    details = EXAMPLE_DETAILS.get(refusal, {})
    instance = f"urn:uuid:{identifier('request')}"
    return problem_document(refusal(**details), status_of(refusal), instance)


def problem_schemas(refusals: Iterable[Refusal]) -> dict[str, Schema]:
    """Give the component of each problem type, and the one that they have in common."""
    text: Schema = {"type": "string"}
    error = {
        "type": "object",
        "required": ["detail"],
        "properties": {
            "detail": text | {"description": "What is wrong with it."},
            "pointer": text | {"description": "JSON pointer (RFC 6901) to a field of the body."},
            "parameter": text | {"description": "Name of a parameter of the path or the query."},
            "header": text | {"description": "Name of a header."},
        },
    }
    common: Schema = {
        "type": "object",
        "description": "Why a request was refused (RFC 9457). A rule may add members of its own.",
        "required": ["type", "title", "status", "detail", "code", "instance"],
        "properties": {
            "type": text | {"format": "uri-reference", "description": "Names the rule; resolves to its page."},
            "title": text | {"description": "The rule, in one sentence."},
            "status": {"type": "integer", "description": "The HTTP status, again."},
            "detail": text | {"description": "What can be done about it."},
            "code": text | {"description": "Stable name of the rule."},
            "instance": text | {"format": "uri", "description": "This very refusal: the request's id."},
            "errors": {"type": "array", "items": error, "description": "What is wrong, field by field."},
        },
    }
    return {"Problem": common} | {component_of(refusal): _problem_schema(refusal) for refusal in refusals}


def _problem_schema(refusal: Refusal) -> Schema:
    document = problem_document(refusal(), status_of(refusal))
    fixed = {member: {"const": document[member]} for member in ("type", "title", "status", "code")}
    return {
        "description": "\n\n".join(filter(None, (refusal.rule(), explanation(refusal), refusal.mend))),
        "allOf": [{"$ref": COMPONENTS + "Problem"}, {"type": "object", "properties": fixed}],
    }


def component_of(refusal: Refusal) -> str:
    """Name the component of a problem type."""
    return f"Problem.{refusal.code}"


def problem_examples(refusals: Iterable[Refusal]) -> dict[str, Any]:
    """Give the reusable example of each problem type."""
    return {component_of(refusal): {"summary": refusal.rule(), "value": example_of(refusal)} for refusal in refusals}


def problem_responses(route: CommandRoute | QueryRoute) -> dict[str, Any]:
    """Give an operation's refusals as responses, by status."""
    return responses(refusals_of(route))


def responses(refusals: Iterable[Refusal]) -> dict[str, Any]:
    """Give refusals as responses, by status."""
    by_status: dict[int, list[Refusal]] = {}
    for refusal in refusals:
        by_status.setdefault(status_of(refusal), []).append(refusal)
    return {str(status): _response(status, by_status[status]) for status in sorted(by_status)}


def _response(status: int, refusals: list[Refusal]) -> dict[str, Any]:
    references = [{"$ref": COMPONENTS + component_of(refusal)} for refusal in refusals]
    examples = {refusal.code: {"$ref": f"#/components/examples/{component_of(refusal)}"} for refusal in refusals}
    schema = references[0] if len(references) == 1 else {"oneOf": references}
    headers = {"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}}
    if status in {429, 503}:
        headers["Retry-After"] = {"$ref": "#/components/headers/Retry-After"}
    if status == 429:  # noqa: PLR2004 - HTTP's number
        headers |= RATE_HEADERS
    if status == 401:  # noqa: PLR2004 - HTTP's number
        headers["WWW-Authenticate"] = {"$ref": "#/components/headers/WWW-Authenticate"}
    return {
        "description": REASONS.get(status, "Refused."),
        "headers": headers,
        "content": {PROBLEM_JSON: {"schema": schema, "examples": examples}},
    }
