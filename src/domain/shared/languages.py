"""Languages, by the name that standards give them."""

from typing import Annotated

import msgspec

from domain.shared.patterns import whole
from domain.shared.values import Public

LanguageTag = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=whole("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"),
        description="BCP 47: language, then script and region where they matter.",
        examples=["en", "es-MX", "zh-Hant-TW"],
    ),
]
