"""A device that shows codes."""

import base64
from typing import NamedTuple

from application.shared.clock import Clock
from domain.identity.totp import code_of, step_at


class Device(NamedTuple):
    """Knows the secret and the time."""

    clock: Clock
    secret: str
    """In base 32, as somebody typed it in."""

    @property
    def shown(self) -> str:
        """The code that it shows now."""
        return code_of(base64.b32decode(self.secret), step_at(self.clock.now()))
