"""The rules of a sandbox: a clinic to try things out in, whose clock its owner sets."""

from datetime import datetime, timedelta

from domain.shared.errors import DomainError
from domain.shared.time import LAST_YEAR


class NotASandbox(DomainError):
    """Only a sandbox has a clock that can be set; a clinic with patients lives in the present."""

    code = "identity.not-a-sandbox"
    mend = "Have the operator open a clinic with `sandbox`, and play there."


class ClockRunsForward(DomainError):
    """A sandbox's clock is never set back: what has happened there would lie in its future."""

    code = "identity.clock-runs-forward"
    mend = "Name an instant that is not before the one at which the clock stands, or open another sandbox."


class BeyondTheCalendar(DomainError):
    """A sandbox's clock stands within the years in which visits can be planned."""

    code = "identity.beyond-the-calendar"
    mend = "Name an earlier instant."


def check_clock(stands_at: datetime | None, to: datetime) -> None:
    """Refuse to set a clock back, or one that is no sandbox's. Raises ``NotASandbox``, ``ClockRunsForward``."""
    if stands_at is None:
        raise NotASandbox
    if to < stands_at:
        raise ClockRunsForward(stands_at=stands_at)


def advanced(stands_at: datetime | None, by: timedelta) -> datetime:
    """Give where a sandbox's clock stands some time later. Raises ``NotASandbox``, ``BeyondTheCalendar``."""
    if stands_at is None:
        raise NotASandbox
    to = stands_at + by
    if to.year > LAST_YEAR:
        raise BeyondTheCalendar(last_year=LAST_YEAR)
    return to
