"""What time it is."""

from datetime import UTC, datetime

from application.shared.clock import Clock
from domain.shared.identifiers import ClinicId


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give the present instant in UTC."""
        return datetime.now(UTC)


class PresentTime:
    """The present, in every clinic."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def now(self, clinic: ClinicId) -> datetime:  # noqa: ARG002 - the port's form
        """Give the present instant in UTC."""
        return self._clock.now()
