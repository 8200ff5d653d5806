"""What stands in the way of a visit that would start at an instant, for a search that goes forward in time.

Each hindrance answers ``None`` where nothing stands in the way, or else a later start from which it is worth asking
again. Asked in order of time, it reads what it knows once.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.appointments.visit_type import VisitType
from domain.scheduling.slots.stretch import Obstacles, Stretch
from domain.shared.identifiers import RoomId
from domain.shared.practice import PracticeRight
from domain.shared.time import TimeZone
from domain.shared.values import ValueObject

Hindrance = Callable[[datetime], datetime | None]

_DAY = timedelta(days=1)
_AT_ONCE = timedelta()


class RoomTimes(ValueObject, frozen=True, kw_only=True):
    """A room of the site, and when it is taken, in order of start."""

    room: RoomId
    taken: tuple[Stretch, ...] = ()


def while_taken(
    taken: Iterable[Stretch], length: timedelta, before: timedelta = _AT_ONCE, after: timedelta = _AT_ONCE
) -> Hindrance:
    """Hinder visits that would, with their buffers, meet a time that is taken."""
    obstacles = Obstacles(taken)
    length_and_after = length + after

    def hinders(at: datetime) -> datetime | None:
        free_again = obstacles.end_of_first(at - before, at + length_and_after)
        return None if free_again is None else free_again + before

    return hinders


def on_full_days(taken: Sequence[Stretch], maximum: int, zone: TimeZone, before: timedelta) -> Hindrance:
    """Hinder visits on local days on which a provider has the most visits already."""
    starts = [stretch.starts_at for stretch in taken]
    full: dict[date, bool] = {}

    def hinders(at: datetime) -> datetime | None:
        day = zone.date(at - before)
        if day not in full:
            begins, ends = zone.instant(day, time()), zone.instant(day + _DAY, time())
            full[day] = bisect_left(starts, ends) - bisect_left(starts, begins) >= maximum
        return _tomorrow(zone, day, at) + before if full[day] else None

    return hinders


def without_authority(authorities: Iterable[PracticeRight], place: VisitPlace) -> Hindrance:
    """Hinder visits on the patient's local dates on which the provider may not practise where the patient is."""
    here = [authority for authority in authorities if authority.jurisdiction == place.jurisdiction]
    allowed: dict[date, bool] = {}

    def hinders(at: datetime) -> datetime | None:
        day = place.date(at)
        if day not in allowed:
            allowed[day] = any(authority.covers(place.jurisdiction, day) for authority in here)
        return None if allowed[day] else _tomorrow(place.zone, day, at)

    return hinders


class FreeRoom:
    """Chooses the first room that is free; hinders where there are rooms and none is."""

    def __init__(self, rooms: Iterable[RoomTimes], visit: VisitType) -> None:
        self.chosen: RoomId | None = None
        self._rooms = [
            (one.room, while_taken(one.taken, visit.length, visit.buffer_before, visit.buffer_after)) for one in rooms
        ]

    def hinders(self, at: datetime) -> datetime | None:
        """Look for a room, remember it, and otherwise tell when one could be free again."""
        waits: list[datetime] = []
        for room, taken in self._rooms:
            free_again = taken(at)
            if free_again is None:
                self.chosen = room
                return None
            waits.append(free_again)
        return min(waits, default=None)


def _tomorrow(zone: TimeZone, day: date, at: datetime) -> datetime:
    """Give the start of the next local day."""
    # Always later than `at`, even where a clock is turned back over midnight (St. John's did so until 2011).
    return max(zone.instant(day + _DAY, time()), at + timedelta.resolution)
