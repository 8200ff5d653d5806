"""What somebody shows besides the password: the code of a device, or one of the codes kept for the day it is lost.

A plain record, like the password's hash: neither the secret nor any code ever stands in a fact.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from domain.identity.totp import step_of
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId
from domain.shared.values import Secret, ValueObject

RECOVERY_CODES: Final = 10
RECOVERY_BYTES: Final = 15
"""120 random bits: from 112 on a fast hash is enough (NIST SP 800-63B-4, 3.1.2.2)."""

_BETWEEN: Final = str.maketrans("", "", " -")


class WrongCode(DomainError):
    """The code is the one that the device shows now."""

    code = "identity.wrong-code"
    mend = "Wait for the device's next code and send that; if it is refused too, set the device's clock."


class SecondFactor(ValueObject, frozen=True, kw_only=True):
    """An account's device and its recovery codes."""

    account: AccountId
    version: int = 0
    """Counts its changes, so that no code is used twice at the same moment."""
    secret: Secret[bytes]
    is_confirmed: bool = False
    """Whether a first code showed that the device has the secret; before that it is not asked for."""
    last_step: int = 0
    """The time step of the last code that was used: it and those before are worth nothing any more."""
    recovery: Secret[tuple[bytes, ...]] = ()
    """Digests of the recovery codes that are left."""

    def confirmed(self, code: str, recovery_codes: Iterable[str], *, now: datetime) -> "SecondFactor":
        """Give it as it is once the device has shown that it has the secret. Raises ``WrongCode``."""
        step = step_of(self.secret, code.translate(_BETWEEN), now=now, after=self.last_step)
        if step is None:
            raise WrongCode
        return msgspec.structs.replace(self.renewed(recovery_codes), is_confirmed=True, last_step=step)

    def renewed(self, recovery_codes: Iterable[str]) -> "SecondFactor":
        """Give it with other recovery codes; those before are worth nothing any more."""
        return msgspec.structs.replace(self, recovery=tuple(_digest(code) for code in recovery_codes))

    def spent(self, code: str, *, now: datetime) -> "SecondFactor | None":
        """Give it as it is once a code was used, the device's or a recovery code; ``None`` where it is neither."""
        step = step_of(self.secret, code.translate(_BETWEEN), now=now, after=self.last_step)
        if step is not None:
            return msgspec.structs.replace(self, last_step=step)
        left = tuple(kept for kept in self.recovery if not hmac.compare_digest(kept, _digest(code)))
        return msgspec.structs.replace(self, recovery=left) if len(left) < len(self.recovery) else None

    def __repr__(self) -> str:
        return f"SecondFactor(account={self.account!r}, version={self.version})"


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.translate(_BETWEEN).lower().encode("utf-8", "surrogatepass")).digest()
