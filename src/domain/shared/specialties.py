"""Fields of practice."""

from typing import Annotated

import msgspec

from domain.shared.patterns import whole
from domain.shared.values import Public

Specialty = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=whole("[a-z0-9]+(-[a-z0-9]+)*"),
        max_length=60,
        description="A field of practice, by the clinic's own code.",
        examples=["family-medicine"],
    ),
]
