"""What a password must be. The password itself never leaves the command that brings it."""

from domain.shared.errors import DomainError
from domain.shared.values import ValueObject


class PasswordTooShort(DomainError):
    """A password has at least twelve characters."""

    code = "identity.password-too-short"
    mend = "Use a longer one; a few words in a row are easy to remember."


class PasswordTooLong(DomainError):
    """A password has at most 128 characters."""

    code = "identity.password-too-long"
    mend = "Use a shorter one; beyond this, length adds no safety."


class PasswordPolicy(ValueObject, frozen=True, kw_only=True):
    """Length decides, not a mixture of signs (NIST SP 800-63B, 3.1.1.2). Counted in Unicode code points."""

    shortest: int = 12
    longest: int = 128
    """Keeps the cost of hashing bounded."""

    def check(self, password: str) -> None:
        """Refuse a password of the wrong length. Raises ``PasswordTooShort``, ``PasswordTooLong``."""
        if len(password) < self.shortest:
            raise PasswordTooShort(shortest=self.shortest)
        if len(password) > self.longest:
            raise PasswordTooLong(longest=self.longest)
