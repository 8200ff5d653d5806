"""The ports through which the application learns what time it is, and what day."""

from datetime import date, datetime
from typing import Protocol

from application.shared.execution import Execution
from domain.shared.identifiers import ClinicId


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """Give the present instant in UTC."""
        ...


class ClinicClocks(Protocol):
    """Tells what time it is in a clinic: the present, but in a sandbox whatever its owner has set."""

    async def now(self, clinic: ClinicId) -> datetime:
        """Give the instant in UTC; the present for a clinic that nobody has opened."""
        ...


class ClinicDay(Protocol):
    """Knows which calendar day it is at the clinic."""

    async def today(self, execution: Execution) -> date:
        """Give the clinic's calendar day at the execution's ``now``, in the clinic's own time zone."""
        ...
