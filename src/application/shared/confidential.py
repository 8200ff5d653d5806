"""Values that are shown to their owner and to nobody else."""

from typing import Annotated

import msgspec

from domain.shared.values import Secret

_SECRET = {"format": "password"}

Password = Annotated[
    Secret[str],
    msgspec.Meta(min_length=1, max_length=1024, extra_json_schema=_SECRET, examples=["seven wild geese at dawn"]),
]
"""A password on its way in. How long a new one must be is the policy's to say."""

SecondFactorCode = Annotated[
    Secret[str], msgspec.Meta(min_length=6, max_length=64, extra_json_schema=_SECRET, examples=["492 039"])
]
"""A code that a device shows now, or a recovery code, however it is written."""

BearerSecret = Annotated[Secret[str], msgspec.Meta(min_length=1, max_length=2048, extra_json_schema=_SECRET)]
"""A token or key: whoever has it may use it."""


class Confidential:
    """A command or receipt that carries secrets: it prints as its name alone."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"
