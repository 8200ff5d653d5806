"""How accounts and keys stand at an instant, in one word."""

from enum import StrEnum


class AccountStatus(StrEnum):
    """Whether somebody can sign in with an account."""

    INVITED = "invited"
    """The invitation was not accepted yet, whether or not it has ended."""
    OPEN = "open"
    LOCKED = "locked"
    """Open, but nobody signs in for a while: too many tries failed."""
    DISABLED = "disabled"


class ApiKeyStatus(StrEnum):
    """Whether a service key opens anything."""

    LIVE = "live"
    ENDED = "ended"
    """Its end has passed."""
    REVOKED = "revoked"
