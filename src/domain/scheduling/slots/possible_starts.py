"""When visits could start if nobody were booked: what the rules alone allow."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from domain.scheduling.appointments.eligibility import place_refusals
from domain.scheduling.appointments.hindrances import without_authority
from domain.scheduling.appointments.visit_type import VisitType
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.hours.opening_hours import openings
from domain.scheduling.hours.provider_calendar import ProviderCalendar
from domain.scheduling.hours.working_hours import WorkingRules
from domain.scheduling.slots.search import SlotSearch
from domain.shared.identifiers import SiteId
from domain.shared.time import TimeZone

_DAY = timedelta(days=1)


def possible_starts(search: SlotSearch, calendar: ProviderCalendar) -> Iterator[datetime]:
    """Give the starts that a provider's hours, grid and authority and the clinic's notice and horizon allow, in order.

    A day is looked at when it is reached.
    """
    visit = calendar.offer(search.visit_type)
    if (
        visit is None
        or calendar.suspended
        or any(place_refusals(visit.mode, search.place))
        or all(one.jurisdiction != search.place.jurisdiction for one in calendar.authorities)
    ):
        return
    zone, policy, ends_at = calendar.rules.zone, search.policy, search.within.ends_at
    again = max(search.within.starts_at, policy.earliest_start(search.now))
    latest = policy.latest_start(search.now)
    if calendar.leaves_at is not None:
        ends_at = min(ends_at, calendar.leaves_at)
    hinders = without_authority(calendar.authorities, search.place)
    first, last = zone.date(again), zone.date(ends_at) + _DAY  # of a day on which a clock goes back over midnight
    for offset in range((last - first).days + 1):
        day = first + offset * _DAY
        starts = _starts_on(day, calendar.rules, visit, search.place.site, policy)
        for at in starts[bisect_left(starts, again) :]:
            if at > latest or at >= ends_at:
                return
            if at >= again:
                later = hinders(at)
                if later is None:
                    yield at
                else:
                    again = later


@lru_cache(maxsize=8192)  # whoever keeps the same hours has the same days, and the next search asks for them again
def _starts_on(
    day: date, rules: WorkingRules, visit: VisitType, site: SiteId | None, policy: BookingPolicy
) -> tuple[datetime, ...]:
    """Give the starts from a midnight to the next from which a visit fits into the hours."""
    zone, length, step = rules.zone, visit.length, timedelta(minutes=policy.slot_grid_minutes)
    midnight, next_midnight = zone.instant(day, time()), zone.instant(day + _DAY, time())
    starts: list[datetime] = []
    # Hours of the day before may run on, and a visit may run on into the days behind.
    for opening in openings(rules, day - _DAY, day + 2 * _DAY, visit.mode, site):
        at = _next_on_grid(max(opening.starts_at, midnight), zone, policy)
        while at < next_midnight and at + length <= opening.ends_at:
            starts.append(at)
            at = _next_on_grid(at + step, zone, policy)
    return tuple(starts)


def _next_on_grid(at: datetime, zone: TimeZone, policy: BookingPolicy) -> datetime:
    """Give the first instant from ``at`` on at which the wall clock stands on the grid."""
    while not policy.on_grid(local := zone.local(at)):
        past = timedelta(minutes=local.minute % policy.slot_grid_minutes, seconds=local.second)
        at += timedelta(minutes=policy.slot_grid_minutes) - past
    return at
