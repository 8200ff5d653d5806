"""Every read model that follows the log: what it is called, where it is kept, what writes it."""

from collections.abc import Callable
from typing import Final, NamedTuple

from infrastructure.postgres.followers.lane import LaneFollower
from infrastructure.postgres.scheduling.day_board import FOLLOWER, TABLE, DayBoardFollower


class Projection(NamedTuple):
    """A read model that can be built anew from the first fact."""

    name: str
    """Also its follower's."""
    table: str
    make: Callable[[str, str], LaneFollower]
    """Makes the follower under a name, writing to a table."""


PROJECTIONS: Final = (Projection(FOLLOWER, TABLE, DayBoardFollower),)


def followers() -> tuple[LaneFollower, ...]:
    """Make every follower that a worker runs."""
    return tuple(projection.make(projection.name, projection.table) for projection in PROJECTIONS)
