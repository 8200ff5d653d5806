"""How often a clinic's people may ask, where its operator gave it rates of its own."""

from typing import Annotated

import msgspec

from domain.shared.errors import DomainError
from domain.shared.values import ValueObject


class RatesAtOdds(DomainError):
    """No sign-in and no key may ask more often than everybody at its clinic together."""

    code = "identity.rates-at-odds"
    mend = "Name a rate of the clinic that is no lower than that of a credential."


class ClinicRates(ValueObject, frozen=True, kw_only=True):
    """Requests a minute, as many at once; a rate that is not named is the installation's.

    None is so low that people cannot work, nor so high that it bounds nothing. How often an address may ask is nobody's
    own: it is counted before anybody knows whose clinic is meant.
    """

    credential: Annotated[int, msgspec.Meta(ge=60, le=100_000)] | None = None
    """Of one sign-in or service key."""
    clinic: Annotated[int, msgspec.Meta(ge=600, le=10_000_000)] | None = None
    """Of everybody who is signed in at the clinic, together."""

    def check(self) -> None:
        """Let rates pass that can both be used up. Raises ``RatesAtOdds``."""
        if self.credential is not None and self.clinic is not None and self.credential > self.clinic:
            raise RatesAtOdds(credential=self.credential, clinic=self.clinic)
