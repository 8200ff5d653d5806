"""Stretches of time in the light form that searching needs."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple


class Stretch(NamedTuple):
    """From an instant up to, not including, another, both UTC.

    A ``Span`` that checks nothing: a search makes and reads them by the hundred thousand.
    """

    starts_at: datetime
    ends_at: datetime


def merged(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Join stretches that touch or overlap. Takes them in order of start, and gives them so, reading one ahead."""
    current: Stretch | None = None
    for stretch in stretches:
        if current is None:
            current = stretch
        elif stretch.starts_at <= current.ends_at:
            current = Stretch(current.starts_at, max(current.ends_at, stretch.ends_at))
        else:
            yield current
            current = stretch
    if current is not None:
        yield current


def without(stretches: Iterable[Stretch], cuts: Iterable[Stretch]) -> Iterator[Stretch]:
    """Cut stretches out of others. Takes both merged, and gives what is left in order."""
    waiting = iter(cuts)
    cut = next(waiting, None)
    for starts_at, ends_at in stretches:
        left = starts_at
        while cut is not None and cut.starts_at < ends_at:
            if left < cut.starts_at:
                yield Stretch(left, cut.starts_at)
            left = max(left, cut.ends_at)
            if cut.ends_at > ends_at:
                break
            cut = next(waiting, None)
        if left < ends_at:
            yield Stretch(left, ends_at)


class Obstacles:
    """Stretches that stand in the way, asked about in order of time, each read once."""

    __slots__ = ("_current", "_waiting")

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self._waiting = merged(stretches)
        self._current = next(self._waiting, None)

    def end_of_first(self, starts_at: datetime, ends_at: datetime) -> datetime | None:
        """Tell when the first obstacle between two instants ends; ``None`` if the way is free.

        ``starts_at`` never goes back from one question to the next.
        """
        while self._current is not None and self._current.ends_at <= starts_at:
            self._current = next(self._waiting, None)
        if self._current is not None and self._current.starts_at < ends_at:
            return self._current.ends_at
        return None
