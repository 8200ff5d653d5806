"""The secrets of second factors, drawn by chance."""

import base64
from os import urandom
from typing import Final

from domain.identity.second_factor import RECOVERY_BYTES, RECOVERY_CODES
from domain.identity.totp import SECRET_BYTES

_TOGETHER: Final = 4
"""So many letters people copy at a glance."""


class DrawnSecrets:
    """Draws from the operating system."""

    def secret(self) -> bytes:
        """Draw a device's secret."""
        return urandom(SECRET_BYTES)

    def recovery_codes(self) -> tuple[str, ...]:
        """Draw recovery codes: small letters and digits in groups."""
        return tuple(_written(urandom(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))


def _written(code: bytes) -> str:
    letters = base64.b32encode(code).decode().lower()
    return "-".join(letters[at : at + _TOGETHER] for at in range(0, len(letters), _TOGETHER))
