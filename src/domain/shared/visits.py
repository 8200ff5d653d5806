"""Kinds of visit, as far as the directory that offers them and the calendar that books them say the same."""

from enum import StrEnum
from typing import Annotated

import msgspec

from domain.shared.patterns import whole
from domain.shared.values import Public

VisitTypeCode = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=whole("[a-z0-9]+(-[a-z0-9]+)*"),
        max_length=40,
        description="The clinic's name for a kind of visit, the same for every provider who offers it.",
        examples=["follow-up-video"],
    ),
]

VisitMinutes = Annotated[int, msgspec.Meta(ge=1, le=1440, description="Elapsed minutes.", examples=[30])]
"""The structure allows a day, so that old facts load; today's limits are a rule of offering."""

BufferMinutes = Annotated[int, msgspec.Meta(ge=0, le=240, description="Elapsed minutes kept free.")]


class VisitMode(StrEnum):
    """How patient and provider meet."""

    VIDEO = "video"
    PHONE = "phone"
    IN_PERSON = "in_person"
