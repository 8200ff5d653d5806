import logging
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
import structlog
from litestar import get
from litestar.params import FromPath

from integration.http.unwired import unwired
from integration.logged import Log, logged

SECRET = "mia-okafor-1990"
TRACE = "0af7651916cd43dd8448eb211c80319c"  # pragma: allowlist secret - the standard's example
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"


@pytest.fixture
def log() -> Iterator[Log]:
    """Log into memory."""
    with logged() as log:
        yield log


@get("/fails/{name:str}")
async def failing(name: FromPath[str]) -> None:
    """Fail with a message that nobody may see."""
    message = f"no such person: {name}"
    raise LookupError(message)


async def test_a_request_has_one_line(log: Log) -> None:
    """Method, route, status, duration and the request's id: no address, no query string."""
    answer = await unwired().get(f"/api/v1/patients/{uuid4()}", params={"as_of": SECRET})
    (line,) = log.lines
    assert (line["event.action"], line["http.request.method"]) == ("request", "GET")
    assert line["http.response.status_code"] == 401
    assert line["polyclinic.route"] == "/api/v1/patients/{patient}"
    assert line["event.duration"] >= 0
    assert line["http.request.id"] == answer.headers["X-Request-Id"]
    assert SECRET not in log.text


def test_a_line_is_read_by_whoever_reads_ecs(log: Log) -> None:
    """A line begins with when and how bad, as collectors expect it, and names the version of the common schema."""
    structlog.get_logger().warning("lane_failed", follower="day-board")
    (line,) = log.lines
    assert list(line)[:2] == ["@timestamp", "log.level"]
    assert (line["event.action"], line["polyclinic.follower"]) == ("lane_failed", "day-board")
    assert line["ecs.version"] == "8.11.0"


async def test_an_unknown_address_is_not_repeated(log: Log) -> None:
    """Whoever mistypes a name into an address does not write it into our log."""
    await unwired().get(f"/{SECRET}")
    assert log.lines[0]["polyclinic.route"] == "unknown"
    assert SECRET not in log.text


async def test_probes_are_not_logged(log: Log) -> None:
    """Health is asked for every few seconds."""
    await unwired().get("/api/monitoring/health")
    assert log.text == ""


async def test_a_failure_is_told_by_type_and_place(log: Log) -> None:
    """The line and the answer name each other; neither has a message, a local or an argument."""
    answer = await unwired(extra=[failing]).get(f"/fails/{SECRET}")
    failed, request = log.lines
    assert (failed["event.action"], failed["error.type"]) == ("request_failed", "LookupError")
    assert failed["error.stack_trace"][-1].endswith("failing")
    assert failed["http.request.id"] == request["http.request.id"] == answer.headers["X-Request-Id"]
    assert answer.json()["instance"] == f"urn:uuid:{failed['http.request.id']}"
    assert SECRET not in log.text + answer.text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [(PARENT, TRACE), ("00-" + "0" * 32 + "-b7ad6b7169203331-01", None), (f"ff{PARENT[2:]}", None), (SECRET, None)],
)
async def test_a_trace_goes_on(log: Log, sent: str, kept: str | None) -> None:
    """The trace of a valid ``traceparent`` stands in the line; anything else is ignored."""
    await unwired().get("/docs", headers={"traceparent": sent})
    assert log.lines[0].get("trace.id") == kept


async def test_nobody_chooses_our_ids(log: Log) -> None:
    """A request id that a client sends is not taken."""
    answer = await unwired().get("/docs", headers={"X-Request-Id": SECRET})
    assert UUID(answer.headers["X-Request-Id"]).version == 7
    assert SECRET not in log.text


def test_only_listed_keys_and_plain_values_pass(log: Log) -> None:
    """A key that nobody listed, a thing and a long text are dropped; the line remains."""
    structlog.get_logger().warning(
        "job_failed", job_id=UUID(int=7), patient_name=SECRET, code={"name": SECRET}, kind=SECRET * 50, attempts=3
    )
    (line,) = log.lines
    assert {key: line[key] for key in ("event.action", "polyclinic.job_id", "polyclinic.attempts")} == {
        "event.action": "job_failed",
        "polyclinic.job_id": str(UUID(int=7)),
        "polyclinic.attempts": 3,
    }
    assert SECRET not in log.text


def test_a_sentence_is_no_event(log: Log) -> None:
    """An event is a fixed word; one with a value in it is not told."""
    structlog.get_logger().info(f"Registered {SECRET}")
    assert log.lines[0]["event.action"] == "unnamed"
    assert SECRET not in log.text


def test_what_libraries_say_is_not_repeated(log: Log) -> None:
    """A library's message may hold a value; its name, the place and the kind of failure are told."""
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("asyncpg").exception("while reading %s", SECRET, extra={"detail": SECRET})
    (line,) = log.lines
    assert (line["log.logger"], line["event.action"], line["log.level"]) == ("asyncpg", "library", "error")
    assert line["error.type"] == "builtins.ValueError"
    assert SECRET not in log.text


def test_uvicorn_speaks_in_our_form(log: Log) -> None:
    """The server's life is told by fixed words, without addresses; its own access log is silent."""
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 4711)
    logging.getLogger("uvicorn.access").info('%s - "%s %s"', "203.0.113.9", "GET", f"/{SECRET}")
    (line,) = log.lines
    assert line["event.action"] == "started_server_process"
