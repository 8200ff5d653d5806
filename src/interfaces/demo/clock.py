"""A clock that a story can set, for itself alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from application.shared.clock import Clock

_MOMENT: ContextVar[datetime | None] = ContextVar("story_moment", default=None)


class StoryClock:
    """Tells a story's moment to the task that plays it, and the real time to everybody else."""

    def __init__(self, real: Clock) -> None:
        self._real = real

    def now(self) -> datetime:
        """Give the present instant in UTC."""
        return _MOMENT.get() or self._real.now()

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Let it be ``moment`` for whatever this task does inside."""
        token = _MOMENT.set(moment)
        try:
            yield
        finally:
            _MOMENT.reset(token)
