"""Places that the law speaks of."""

from typing import Annotated

import msgspec

from domain.shared.patterns import whole
from domain.shared.values import Public

Jurisdiction = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=whole("[A-Z]{2}(-[A-Z0-9]{1,3})?"),
        description="Where a law of practice applies: ISO 3166-2 (US-CA), or ISO 3166-1 for a country of one law (NL).",
        examples=["US-CA"],
    ),
]
