"""The rules of a sandbox: a clinic to try things out in, whose clock its owner sets."""

from domain.shared.errors import DomainError


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
