"""From wall-clock rules to instants, one day at a time, only as far as asked.

Both edges are wall times: in a skipped hour they move forward, in a repeated hour the first is meant. Hours between
01:00 and 04:00 therefore last two elapsed hours on the night in spring and four on the night in autumn.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from domain.scheduling.stretch import Stretch, merged, without
from domain.scheduling.working_hours import END_OF_DAY, Hours, Weekday, WorkingRules, instant
from domain.shared.identifiers import SiteId
from domain.shared.visits import VisitMode

_DAY = timedelta(days=1)


def openings(
    rules: WorkingRules, first: date, last: date, mode: VisitMode, site: SiteId | None = None
) -> Iterator[Stretch]:
    """Give when a provider sees visits of a mode, on the local days from first to last, joined where they touch.

    A day is expanded when it is asked for, so that a search which stops early has paid for little.
    """
    return without(merged(_hours(rules, first, last, mode, site)), merged(_time_off(rules, first, last)))


def _hours(rules: WorkingRules, first: date, last: date, mode: VisitMode, site: SiteId | None) -> Iterator[Stretch]:
    weekly: defaultdict[Weekday, list[Hours]] = defaultdict(list)
    for rule in rules.weekly:
        if rule.serve(mode, site):
            weekly[rule.weekday].append(rule)
    extra: defaultdict[date, list[Hours]] = defaultdict(list)
    for addition in rules.extra:
        if addition.serve(mode, site):
            extra[addition.day].append(addition)
    moved_on: list[Stretch] = []  # a skipped hour at a day's end moves hours into the next day, behind its first ones
    for offset in range((last - first).days + 1):
        day = first + offset * _DAY
        today = [hours.on(day, rules.zone) for hours in (*weekly[Weekday.of(day)], *extra[day])]
        midnight = instant(rules.zone, day, END_OF_DAY)
        waiting = sorted([*moved_on, *today])
        yield from _not_empty(stretch for stretch in waiting if stretch.starts_at < midnight)
        moved_on = [stretch for stretch in waiting if stretch.starts_at >= midnight]
    yield from _not_empty(moved_on)


def _time_off(rules: WorkingRules, first: date, last: date) -> list[Stretch]:
    near = (off for off in rules.time_off if off.first_day - _DAY <= last and first <= off.last_day + _DAY)
    return sorted(_not_empty(off.within(rules.zone) for off in near))


def _not_empty(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    return (stretch for stretch in stretches if stretch.starts_at < stretch.ends_at)
