"""Refusals on the wire: RFC 9457 problem documents, made in this one place."""

import traceback
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response.base import ASGIResponse

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
    StaleVersion,
    Unavailable,
    VersionNotTaken,
    problem_type,
)
from application.shared.rights.fresh_proof import ProofTooOld
from application.shared.rights.settable import FieldNotSettable
from domain.identity.premises import UnknownRoom, UnknownSite
from domain.identity.session import SessionExpired, SessionIsOver
from domain.identity.standing import ClinicIsClosed, ClinicIsSuspended
from domain.identity.tries import TooManyTries
from domain.patients.care import OutsideCare
from domain.patients.sharing import NotShared
from domain.shared.contacts import PhoneNumberImpossible
from domain.shared.errors import DomainError
from interfaces.http.calls import NotReceived
from interfaces.http.limits import AddressTooLong, HeadersTooLarge
from interfaces.http.reading import UnreadableMedia
from interfaces.http.request_ids import request_id
from interfaces.http.wrong_ids import wrong_ids

PROBLEM_JSON: Final = "application/problem+json"
RULE: Final = 409
"""Status of every refusal that is a rule of the clinic."""

_RETRY_AFTER_SECONDS: Final = "1"
_log = structlog.get_logger()
_encode = msgspec.json.Encoder().encode


class NoSuchRoute(DomainError):
    """There is nothing at this address."""

    code = "request.no-such-route"
    mend = "Compare the path with the API's documentation."


class MethodNotAllowed(DomainError):
    """This address does not take this method."""

    code = "request.method-not-allowed"
    mend = "Commands are POST, queries are GET."


class TooLarge(DomainError):
    """The body is larger than any request needs to be."""

    code = "request.too-large"
    mend = "Send at most one megabyte; files go by the upload address of a document."


class Failed(DomainError):
    """The server failed; the failure is logged under the request's id."""

    code = "request.failed"
    mend = "Retry with the same Idempotency-Key; if it persists, give the operator the id in 'instance'."


STATUS: Final[dict[type[DomainError], int]] = {
    UnreadableMedia: 415,
    Malformed: 400,
    KeyNotTaken: 400,
    PhoneNumberImpossible: 400,
    VersionNotTaken: 400,
    NotSignedIn: 401,
    SessionIsOver: 401,
    SessionExpired: 401,
    Forbidden: 403,
    FieldNotSettable: 403,
    OutsideCare: 403,
    NotShared: 403,
    ClinicIsSuspended: 403,
    ClinicIsClosed: 403,
    NotFound: 404,
    Erased: 410,
    NoSuchRoute: 404,
    MethodNotAllowed: 405,
    NotReceived: 408,
    UnknownSite: 404,
    UnknownRoom: 404,
    StaleVersion: 412,
    TooLarge: 413,
    AddressTooLong: 414,
    KeyReused: 422,
    TooOften: 429,
    TooManyTries: 429,
    HeadersTooLarge: 431,
    Failed: 500,
    Contended: 503,
    DeadlineExceeded: 503,
    NotYetVisible: 503,
    Unavailable: 503,
}


def status_of(refusal: type[DomainError]) -> int:
    """Give the HTTP status of a refusal: that of its nearest named ancestor, 409 for a rule."""
    return next((STATUS[kind] for kind in refusal.__mro__ if kind in STATUS), RULE)


def problem_document(refusal: DomainError, status: int, instance: str | None = None) -> dict[str, Any]:
    """Give the problem document of a refusal, its details as extension members; none takes a standard one's place."""
    standard = {
        "type": problem_type(type(refusal)),
        "title": refusal.rule(),
        "status": status,
        "detail": refusal.mend,
        "code": refusal.code,
    }
    if instance is not None:
        standard["instance"] = instance
    return standard | refusal.details | standard


def refused(request: Request[Any, Any, Any], refusal: DomainError) -> Response[bytes]:
    """Answer a refusal."""
    return _respond(request, refusal)


def rejected(request: Request[Any, Any, Any], rejection: HTTPException) -> Response[bytes]:
    """Answer what Litestar itself would not take."""
    if rejection.status_code == 404:  # noqa: PLR2004 - HTTP's number
        wrong = wrong_ids(request)
        return _respond(request, NoSuchRoute(errors=wrong) if wrong else NoSuchRoute())
    known = {405: MethodNotAllowed, 413: TooLarge}.get(rejection.status_code)
    if known is not None:
        return _respond(request, known(), rejection.headers)
    if rejection.status_code < 500:  # noqa: PLR2004 - the border between their fault and ours
        return _respond(request, Malformed())
    return failed(request, rejection)


def failed(request: Request[Any, Any, Any], failure: Exception) -> Response[bytes]:
    """Answer a failure of ours, without a word about it, and log it without a word about anybody."""
    _log.error("request_failed", failure=type(failure).__qualname__, frames=_frames(failure))
    return _respond(request, Failed())


def _frames(failure: Exception) -> list[str]:
    """Name the places a failure passed through: no message and no local, which may hold what is personal."""
    frames = traceback.extract_tb(failure.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:]]


def problem(refusal: DomainError, name: UUID) -> ASGIResponse:
    """Answer a refusal where no route was looked for yet; ``name`` is the request's id."""
    status, headers, document = told(refusal, name)
    return ASGIResponse(body=document, status_code=status, headers=headers, media_type=PROBLEM_JSON)


def told(refusal: DomainError, name: UUID) -> tuple[int, dict[str, str], bytes]:
    """Give the status, the headers and the document of a refusal."""
    status = status_of(type(refusal))
    return status, _headers(refusal, status), _encode(problem_document(refusal, status, name.urn))


def _headers(refusal: DomainError, status: int) -> dict[str, str]:
    match status:
        case 503:
            return {"Retry-After": _RETRY_AFTER_SECONDS}
        case 429:
            return {"Retry-After": str(refusal.details["seconds"])}
        case 401:
            return {"WWW-Authenticate": _challenge(refusal)}
        case 408:
            return {"Connection": "close"}  # what may still come is not waited for
        case _:
            return {}


def _challenge(refusal: DomainError) -> str:
    """Say how to sign in: anew, or, for what takes a fresh proof, within how many seconds (RFC 9470, 3)."""
    if not isinstance(refusal, ProofTooOld):
        return "Bearer"
    return f'Bearer error="insufficient_user_authentication", max_age="{refusal.details["max_age"]}"'


def _respond(request: Request[Any, Any, Any], refusal: DomainError, headers: Any = None) -> Response[bytes]:
    status, known, document = told(refusal, request_id(request.scope))
    answer = Response(document, status_code=status, media_type=PROBLEM_JSON, headers=known)
    if headers and "allow" in {name.lower() for name in headers}:
        answer.headers["Allow"] = next(value for name, value in headers.items() if name.lower() == "allow")
    return answer
