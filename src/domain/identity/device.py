"""The device by whose codes the holder of an account signs in, as far as the account's facts tell of it."""

from domain.shared.errors import DomainError
from domain.shared.time import Instant
from domain.shared.values import ValueObject


class TotpIsOn(DomainError):
    """An account has one device that shows codes."""

    code = "identity.totp-is-on"
    mend = "Switch the second factor off first, then enrol the other device."


class TotpIsOff(DomainError):
    """Only an account with a confirmed device has a second factor to change."""

    code = "identity.totp-is-off"
    mend = "Enrol a device and confirm it by its first code."


class TotpNotEnrolled(DomainError):
    """A device is enrolled before it is confirmed."""

    code = "identity.totp-not-enrolled"
    mend = "Enrol a device first; its secret is shown then."


class Device(ValueObject, frozen=True):
    """One that shows codes, if the account has any: enrolled when it got its secret, on from its first code."""

    enrolled_at: Instant | None = None
    since: Instant | None = None
    """Since when signing in takes a code; ``None`` where the password is enough."""

    def check_off(self) -> None:
        """Raise ``TotpIsOn`` where signing in takes a code."""
        if self.since is not None:
            raise TotpIsOn(since=self.since)

    def check_on(self) -> None:
        """Raise ``TotpIsOff`` where the password is enough."""
        if self.since is None:
            raise TotpIsOff

    def check_confirmable(self) -> None:
        """Raise ``TotpNotEnrolled`` or ``TotpIsOn``."""
        if self.enrolled_at is None:
            raise TotpNotEnrolled
        self.check_off()
