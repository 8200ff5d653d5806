"""Codes that a device shows for half a minute: RFC 6238 (TOTP) over RFC 4226 (HOTP), in their common form.

HMAC-SHA-1, six digits, steps of 30 seconds: what every authenticator app speaks.
"""

import base64
import hmac
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

STEP_SECONDS: Final = 30
DIGITS: Final = 6
DRIFT: Final = 1
"""How many steps a device's clock may be off, either way (RFC 6238, 5.2)."""

SECRET_BYTES: Final = 20
"""As long as the hash (RFC 4226, 4)."""

_LEFT_ALONE: Final = "@"
"""Stands in a label as it is, so that an address can be read."""


def step_at(now: datetime) -> int:
    """Give the number of the time step that an instant is in."""
    return int(now.timestamp()) // STEP_SECONDS


def code_of(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """Give the code of a time step (RFC 4226, 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def step_of(secret: bytes, code: str, *, now: datetime, after: int) -> int | None:
    """Give the time step, about now and later than ``after``, whose code it is; ``None`` where there is none.

    Every step is compared, and each in a time that tells nothing.
    """
    about = step_at(now)
    found = [
        step
        for step in range(about - DRIFT, about + DRIFT + 1)
        if hmac.compare_digest(code_of(secret, step).encode(), code.encode("utf-8", "surrogatepass")) and step > after
    ]
    return min(found, default=None)


def base32(secret: bytes) -> str:
    """Write a secret as people type it into a device."""
    return base64.b32encode(secret).decode().rstrip("=")


def key_uri(secret: bytes, *, issuer: str, account: str) -> str:
    """Give the URI that a device reads from a picture (the Key URI Format of authenticator apps)."""
    label = ":".join(quote(name, safe=_LEFT_ALONE) for name in (issuer, account))
    parameters = {
        "secret": base32(secret),
        "issuer": issuer,
        "algorithm": "SHA1",
        "digits": DIGITS,
        "period": STEP_SECONDS,
    }
    return f"otpauth://totp/{label}?{urlencode(parameters, quote_via=quote)}"
