"""What other systems may ask."""

from typing import Annotated, ClassVar

import msgspec

from application.shared.paging import Limit
from application.shared.query import Query

FeedNumber = Annotated[
    int,
    msgspec.Meta(
        ge=0,
        le=2**63 - 1,
        description="A fact's place in the clinic's feed. The numbers rise; not every number is published.",
        examples=[42],
    ),
]


class ReadFeed(Query, frozen=True, kw_only=True):
    """Read what happened in the clinic, in order, from where you were.

    Send the answer's ``next`` as ``after`` and nothing is missed and nothing comes twice, however long the pause. With
    the consistency token of a command the answer reaches at least that command's facts.
    """

    operation: ClassVar[str] = "integrations.read-feed"

    after: FeedNumber = 0
    """The last number that you have seen; 0 for the beginning."""
    limit: Limit = 100
