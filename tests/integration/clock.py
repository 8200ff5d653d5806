"""A clock that a test sets."""

from datetime import UTC, datetime, timedelta

TUESDAY_NINE = datetime(2030, 5, 14, 9, tzinfo=UTC)
"""Where every test's clock stands at first."""


class SetClock:
    """Stands still until it is told otherwise."""

    def __init__(self, at: datetime = TUESDAY_NINE) -> None:
        self.at = at

    def now(self) -> datetime:
        """Give the instant at which the clock stands."""
        return self.at

    def advance(self, by: timedelta) -> datetime:
        """Let time pass, and give the new instant."""
        self.at += by
        return self.at
