"""From wall-clock rules to instants, one day at a time, only as far as asked.

Both edges are wall times: in a skipped hour they move forward, in a repeated hour the first is meant. Hours between
01:00 and 04:00 therefore last two elapsed hours on the night in spring and four on the night in autumn.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from operator import attrgetter

from domain.scheduling.hours.working_hours import END_OF_DAY, Weekday, WorkingRules, instant
from domain.scheduling.slots.stretch import Stretch, merged, without
from domain.shared.identifiers import SiteId
from domain.shared.visits import VisitMode

_DAY = timedelta(days=1)
_START = attrgetter("starts_at")


def openings(
    rules: WorkingRules, first: date, last: date, mode: VisitMode, site: SiteId | None = None
) -> Iterator[Stretch]:
    """Give when a provider sees visits of a mode, on the local days from first to last, joined where they touch.

    A day is expanded when it is asked for, so that a search which stops early has paid for little.
    """
    return without(hours(rules, first, last, mode, site), time_off(rules, first, last))


def hours(
    rules: WorkingRules, first: date, last: date, mode: VisitMode, site: SiteId | None = None
) -> Iterator[Stretch]:
    """Give the hours for visits of a mode, as ``openings`` does but whether the provider has time off or not."""
    return merged(_hours(rules, first, last, mode, site))


def time_off(rules: WorkingRules, first: date, last: date) -> Iterator[Stretch]:
    """Give the provider's time off on the local days from first to last, joined where it touches, in order."""
    return merged(_time_off(rules, first, last))


def _hours(rules: WorkingRules, first: date, last: date, mode: VisitMode, site: SiteId | None) -> Iterator[Stretch]:
    moved_on: list[Stretch] = []  # a skipped hour at a day's end moves hours into the next day, behind its first ones
    for offset in range((last - first).days + 1):
        day = first + offset * _DAY
        midnight = instant(rules.zone, day, END_OF_DAY)
        waiting = sorted([*moved_on, *_hours_on(day, rules, mode, site)])
        behind = bisect_left(waiting, midnight, key=_START)
        yield from _not_empty(waiting[:behind])
        moved_on = waiting[behind:]
    yield from _not_empty(moved_on)


@lru_cache(maxsize=16_384)  # the same days of the same rules are searched over and over
def _hours_on(day: date, rules: WorkingRules, mode: VisitMode, site: SiteId | None) -> tuple[Stretch, ...]:
    weekday = Weekday.of(day)
    weekly = (rule for rule in rules.weekly if rule.weekday == weekday)
    extra = (addition for addition in rules.extra if addition.day == day)
    return tuple(rule.on(day, rules.zone) for rule in chain(weekly, extra) if rule.serve(mode, site))


def _time_off(rules: WorkingRules, first: date, last: date) -> list[Stretch]:
    near = (off for off in rules.time_off if off.first_day - _DAY <= last and first <= off.last_day + _DAY)
    return sorted(_not_empty(off.within(rules.zone) for off in near))


def _not_empty(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    return (stretch for stretch in stretches if stretch.starts_at < stretch.ends_at)
