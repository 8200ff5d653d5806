"""Log lines: one JSON object each, on standard output, made of ids, codes and numbers.

What may stand in a line is listed (``fields``), so a value that nobody thought of cannot get in: a key that is not on
the list is dropped, a message that is no fixed word is dropped, and a failure is told by its type and the places it
passed through.
"""

import logging
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO
from uuid import UUID

import msgspec
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from infrastructure.observability.fields import ECS_VERSION, FIELDS

LONGEST = 200
"""Characters of a text value: codes and names are shorter, prose is longer."""

FRAMES = 16
"""How many places of a failure are told, the last ones."""

SPEAKING = frozenset({"uvicorn.error"})
"""Libraries whose message templates (never the values in them) are told: they are fixed words of a server's life."""

BUSY = ("botocore", "httpx")
"""Libraries that have a line for each request to others, which whoever asks tells where it matters."""

UNNAMED = "unnamed"

_WORD = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")


def configure_logging(*, level: str = "info", stream: TextIO | None = None) -> None:
    """Send every log line of this process, also those of libraries, through the one form.

    Uvicorn must be started with ``log_config=None`` and ``access_log=False``: a request has one line, and it is not
    uvicorn's, which holds addresses and query strings.
    """
    target = stream or sys.stdout
    threshold = logging.getLevelNamesMapping()[level.upper()]
    ours: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        fixed_event,
        told_failure,
        only_listed,
        rendered,
    ]
    structlog.configure(
        processors=ours,
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.WriteLoggerFactory(target),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(_LibraryLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(threshold, logging.INFO))
    logging.raiseExceptions = False  # a line that finds no room must not spill a traceback over the terminal
    for name in BUSY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"


def fixed_event(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:  # noqa: ARG001 - structlog's form
    """Keep an event that is a fixed word; one with values in it loses everything it says."""
    event = line.get("event")
    line["event"] = event if isinstance(event, str) and _WORD.fullmatch(event) else UNNAMED
    return line


def told_failure(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:  # noqa: ARG001 - structlog's form
    """Tell a failure by its type and the places it passed through: no message, no local, no argument."""
    given = line.pop("exc_info", None)
    failure = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(failure, BaseException):
        line["failure"] = kind_of(failure)
        line["frames"] = frames(failure.__traceback__)
    return line


def only_listed(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:  # noqa: ARG001 - structlog's form
    """Put each value into its field; what is not listed, and a value that is no id, code or number, is dropped."""
    told = {field: kept for key, field in FIELDS.items() if (kept := _plain(line.get(key))) is not None}
    return told | {"ecs.version": ECS_VERSION}


def rendered(logger: WrappedLogger, method: str, line: EventDict) -> str:  # noqa: ARG001 - structlog's form
    """Write a line as JSON."""
    return msgspec.json.encode(line).decode()


def kind_of(failure: BaseException) -> str:
    """Name the type of a failure, and of those in a group of them."""
    if isinstance(failure, BaseExceptionGroup):
        members = ", ".join(sorted({kind_of(member) for member in failure.exceptions}))
        return f"{type(failure).__name__}[{members}]"
    return f"{type(failure).__module__}.{type(failure).__qualname__}"


def frames(traceback: TracebackType | None) -> list[str]:
    """Name the places that a failure passed through: file, line, function. The sources' lines are not read."""
    places = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return places[-FRAMES:]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | UUID | datetime):
        return value
    if isinstance(value, str):
        return value if len(value) <= LONGEST else None
    if isinstance(value, list | tuple):
        return [kept for item in value if (kept := _plain(item)) is not None]
    return None


class _LibraryLines(logging.Formatter):
    """Writes what libraries log: who, where and how bad; the words only of those that are known to be fixed."""

    def format(self, record: logging.LogRecord) -> str:
        line: EventDict = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": "library",
            "frames": [f"{Path(record.pathname).name}:{record.lineno} {record.funcName}"],
        }
        if record.name in SPEAKING and isinstance(record.msg, str):
            line["event"] = _worded(record.msg)
        if record.exc_info:
            line.update(told_failure(None, "", {"exc_info": record.exc_info}))
        return rendered(None, "", only_listed(None, "", line))


def _worded(template: str) -> str:
    """Turn a message's template into a fixed word; the places of its values fall out."""
    words = re.sub(r"%\S*[a-z]|\{[^}]*\}|https?://\S*", " ", template.lower())
    return re.sub(r"[^a-z0-9]+", "_", words).strip("_") or UNNAMED
