"""What this process logs, as an operator reads it."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from infrastructure.observability.logging import configure_logging


class Log:
    """What was logged."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        """Everything."""
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each line, read as JSON."""
        return [json.loads(line) for line in self.text.splitlines()]

    def told(self, event: str) -> list[dict[str, Any]]:
        """Give the lines that say a word, without what every line has: the time of day and the schema's version."""
        said = (line for line in self.lines if line["event.action"] == event)
        return [{field: line[field] for field in line if field not in {"@timestamp", "ecs.version"}} for line in said]


@contextmanager
def logged() -> Iterator[Log]:
    """Log into memory, and leave logging as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    log = Log()
    configure_logging(stream=log.stream)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # the test's own client, in the same process
    yield log
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
