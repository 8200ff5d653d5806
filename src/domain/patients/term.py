"""From when until when something between a patient and somebody else holds."""

from datetime import datetime

from domain.shared.time import Instant
from domain.shared.values import ValueObject, WrongField


class Term(ValueObject, frozen=True, kw_only=True):
    """From when until when somebody acts for a patient, or looks after one."""

    starts_at: Instant
    ends_at: Instant | None = None
    """The first instant at which it holds no longer; ``None`` where no end was agreed."""

    def __post_init__(self) -> None:
        if self.ends_at is not None and self.ends_at <= self.starts_at:
            raise WrongField("ends_at", "ends_at must be after starts_at")

    def is_over(self, now: datetime) -> bool:
        """Tell whether the end has come."""
        return self.ends_at is not None and self.ends_at <= now

    def holds(self, now: datetime) -> bool:
        """Tell whether an instant lies within."""
        return self.starts_at <= now and not self.is_over(now)
