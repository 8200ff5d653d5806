"""The port to the clinic's own calendar."""

from datetime import date
from typing import Protocol

from application.shared.execution import Execution


class ClinicDay(Protocol):
    """Knows which calendar day it is at the clinic."""

    async def today(self, execution: Execution) -> date:
        """Give the clinic's calendar day at the execution's ``now``, in the clinic's own time zone."""
        ...
