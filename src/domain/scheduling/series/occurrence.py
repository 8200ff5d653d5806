"""One visit's place in a series: the slot on the wall clock that the series gave it."""

from datetime import datetime, time
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from domain.shared.patterns import whole
from domain.shared.time import Day, TimeZone
from domain.shared.values import Public, ValueObject

SeriesId = NewType("SeriesId", UUID)

StartTime = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=whole("([01][0-9]|2[0-3]):[0-5][0-9]"),
        description="A wall clock's reading at which a visit starts.",
        examples=["09:00"],
    ),
]


class WallSlot(ValueObject, frozen=True, order=True):
    """A day and a wall clock's reading, in the series' zone. Which instant that is, the zone tells."""

    day: Day
    at: StartTime

    def instant(self, zone: TimeZone) -> datetime:
        """Give the UTC instant: in a skipped hour the reading moves forward, in a repeated hour the first is meant."""
        return zone.instant(self.day, time.fromisoformat(self.at))


class Occurrence(ValueObject, frozen=True, kw_only=True):
    """Which slot of which series a visit stands in. It stays what it was when the visit is moved on its own."""

    series: SeriesId
    slot: WallSlot
