"""How a clinic locks those out who guess at somebody's password.

A clinic may lock sooner and for longer than Polyclinic does by itself, never later or for less: NIST SP 800-63B-4,
3.2.2, limits failed tries in a row to a hundred, and by Polyclinic's own terms a hundred take 17 hours. Nor so soon or
for so long that whoever mistypes, or whom somebody else wants to keep out, cannot work.
"""

from datetime import timedelta
from typing import Annotated

import msgspec

from domain.identity.tries import TryLimit
from domain.shared.values import ValueObject


class LockOutTerms(ValueObject, frozen=True, kw_only=True):
    """After how many failed tries in a row one waits, and how long at first; each further wait is twice as long."""

    tries: Annotated[int, msgspec.Meta(ge=3, le=10)] = 10
    first_wait_minutes: Annotated[int, msgspec.Meta(ge=1, le=60)] = 1
    """No wait is longer than a day."""

    @property
    def limit(self) -> TryLimit:
        """What the terms make of each name's tries."""
        return TryLimit(tries=self.tries, first=timedelta(minutes=self.first_wait_minutes))
