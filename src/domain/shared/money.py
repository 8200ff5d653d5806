"""Amounts of money."""

from typing import Annotated

import msgspec

from domain.shared.patterns import whole
from domain.shared.values import Public, ValueObject


class Money(ValueObject, frozen=True):
    """An amount in the currency's minor unit (cents), never a fraction."""

    minor: Annotated[
        int, msgspec.Meta(ge=0, le=100_000_000_000, description="In minor units (cents).", examples=[7500])
    ]
    currency: Annotated[Public[str], msgspec.Meta(pattern=whole("[A-Z]{3}"), description="ISO 4217.", examples=["USD"])]
