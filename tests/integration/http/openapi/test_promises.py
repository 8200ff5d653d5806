"""Controls of ``promises``: what the document did not promise is found."""

from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest

from domain.scheduling.appointments.lifecycle import AppointmentClosed, NotCheckedIn
from integration.http.openapi.promises import NotPromised, hold
from interfaces.http.application import API
from interfaces.http.problems import PROBLEM_JSON, Failed, NoSuchRoute, problem_document

PATH = f"{API}/appointments/{uuid4()}/cancel"
CLOSED = problem_document(AppointmentClosed(state="cancelled"), 409, f"urn:uuid:{uuid4()}")


def answered(problem: dict[str, Any], status: int = 409) -> httpx.Response:
    """Give an answer that is a problem."""
    headers = {"Content-Type": PROBLEM_JSON, "X-Request-Id": str(uuid4())}
    return httpx.Response(status, headers=headers, content=msgspec.json.encode(problem))


def test_what_is_promised_is_let_through() -> None:
    """A problem of the operation, as the document shows it, with what the rule adds."""
    hold("POST", PATH, answered(CLOSED))


@pytest.mark.parametrize(
    "problem",
    [
        CLOSED | {"status": "cancelled"},
        CLOSED | {"status": 404},
        CLOSED | {"title": "Another rule."},
        {member: CLOSED[member] for member in CLOSED if member != "instance"},
        problem_document(NotCheckedIn(), 409, "urn:uuid:0"),
    ],
    ids=["another value as status", "another status", "another title", "no instance", "of another operation"],
)
def test_a_problem_is_what_its_type_says(problem: dict[str, Any]) -> None:
    """Each member of a problem document is held to the component of its type."""
    with pytest.raises(NotPromised):
        hold("POST", PATH, answered(problem))


def test_so_is_one_of_no_operation() -> None:
    """Where there is nothing, the problem is whole as well."""
    nowhere = problem_document(NoSuchRoute(), 404, "urn:uuid:0")
    hold("GET", f"{API}/nothing", answered(nowhere, 404))
    with pytest.raises(NotPromised):
        hold("GET", f"{API}/nothing", answered(nowhere | {"status": 405}, 404))


def test_a_failure_is_never_promised() -> None:
    """An answer with a status that the operation does not know is found."""
    with pytest.raises(NotPromised):
        hold("POST", PATH, answered(problem_document(Failed(), 500, "urn:uuid:0"), 500))
