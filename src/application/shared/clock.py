"""The port through which the application learns what time it is."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """Give the present instant in UTC."""
        ...
