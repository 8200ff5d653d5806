"""An invitation to open an account: until when it is good, and whether somebody accepted it."""

from datetime import datetime

from domain.shared.errors import DomainError
from domain.shared.time import Instant
from domain.shared.values import ValueObject


class InvitationEndsTooSoon(DomainError):
    """An invitation ends after it is sent."""

    code = "identity.invitation-ends-too-soon"
    mend = "Give an end that lies ahead."


class InvitationExpired(DomainError):
    """An invitation cannot be accepted after its end."""

    code = "identity.invitation-expired"
    mend = "Ask the clinic for a new invitation."


class InvitationAlreadyAccepted(DomainError):
    """An invitation is accepted once."""

    code = "identity.invitation-already-accepted"
    mend = "Sign in with the password that was set then."


class InvitationNotAccepted(DomainError):
    """Only an account whose invitation was accepted has a password to change."""

    code = "identity.invitation-not-accepted"
    mend = "Accept the invitation first."


class Invitation(ValueObject, frozen=True):
    """A way into an account, for one who comes in time."""

    expires_at: Instant
    accepted_at: Instant | None = None

    def check_end(self, now: datetime) -> None:
        """Raise ``InvitationEndsTooSoon`` for one that nobody could accept."""
        if self.expires_at <= now:
            raise InvitationEndsTooSoon(expires_at=self.expires_at)

    def check_acceptable(self, now: datetime) -> None:
        """Raise ``InvitationAlreadyAccepted`` or ``InvitationExpired``."""
        if self.accepted_at is not None:
            raise InvitationAlreadyAccepted
        if now >= self.expires_at:
            raise InvitationExpired(expired_at=self.expires_at)

    def check_accepted(self) -> None:
        """Raise ``InvitationNotAccepted``."""
        if self.accepted_at is None:
            raise InvitationNotAccepted
