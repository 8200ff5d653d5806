"""One provider's working hours: the weekly rules and the exceptions to them."""

from itertools import pairwise
from typing import Self
from uuid import UUID

from msgspec.structs import replace

from domain.scheduling.hours.working_hours import (
    MOST_EXCEPTIONS,
    MOST_WEEKLY_HOURS,
    ExceptionId,
    ExtraHours,
    Hours,
    TimeOff,
    WeeklyHours,
    WorkingRules,
)
from domain.shared.aggregate import Aggregate, event
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId
from domain.shared.time import TimeZone


class HoursOverlap(DomainError):
    """A provider's weekly hours do not overlap."""

    code = "scheduling.hours-overlap"
    mend = "Join the two rules into one, or let one end where the other begins."


class HoursRunPastMidnight(DomainError):
    """Hours close later on the day on which they open."""

    code = "scheduling.hours-run-past-midnight"
    mend = "Write a night as two rules: until 24:00 on the first day, and from 00:00 on the next."


class HoursAtUnknownSite(DomainError):
    """Hours that name a site name one of the clinic's."""

    code = "scheduling.hours-at-unknown-site"
    mend = "Name a site that the clinic has, or none: then patients are seen at any."


class TooManyHours(DomainError):
    """A provider's week has at most a hundred stretches of hours."""

    code = "scheduling.too-many-hours"
    mend = "Join hours that touch, or leave some out."


class TooManyExceptions(DomainError):
    """A provider's calendar has at most five hundred exceptions."""

    code = "scheduling.too-many-exceptions"
    mend = "Remove exceptions that are over, then add the new one."


class UnknownException(DomainError):
    """Only an exception that still stands can be removed."""

    code = "scheduling.unknown-exception"
    mend = "Read the provider's availability again; this exception was removed or never was."


class Availability(Aggregate):
    """When one provider works. Appointments that are booked stay where they are when it changes."""

    class Opened(Aggregate.Created, frozen=True, kw_only=True):
        """A provider got a calendar, with no hours yet."""

        provider: ProviderId
        zone: TimeZone

    class WeeklyHoursSet(Aggregate.Event, frozen=True, kw_only=True):
        """The weekly hours were replaced, and the zone that they are read in."""

        hours: tuple[WeeklyHours, ...]
        zone: TimeZone

    class ExtraHoursAdded(Aggregate.Event, frozen=True, kw_only=True):
        """The provider works additional hours on one day."""

        extra: ExtraHours

    class TimeOffAdded(Aggregate.Event, frozen=True, kw_only=True):
        """The provider does not work for a while."""

        time_off: TimeOff

    class ExceptionRemoved(Aggregate.Event, frozen=True, kw_only=True):
        """Extra hours or time off were called off."""

        exception_id: ExceptionId

    @classmethod
    def open(cls, id: UUID, provider: ProviderId, zone: TimeZone) -> Self:
        """Give a provider a calendar whose rules are read in a zone."""
        return cls._create(cls.Opened, id=id, provider=provider, zone=zone)

    def set_weekly_hours(self, hours: tuple[WeeklyHours, ...], zone: TimeZone | None = None) -> None:
        """Replace the weekly hours; without a zone the present one stays.

        Raises ``TooManyHours``, ``HoursRunPastMidnight`` and ``HoursOverlap``.
        """
        if len(hours) > MOST_WEEKLY_HOURS:
            raise TooManyHours(limit=MOST_WEEKLY_HOURS)
        for rule in hours:
            _demand_one_day(rule)
        for one, next_one in pairwise(sorted(hours, key=lambda rule: (rule.weekday, rule.opens))):
            if one.overlap(next_one):
                raise HoursOverlap(weekday=one.weekday, opens=next_one.opens)
        zone = zone or self.rules.zone
        if (hours, zone) != (self.rules.weekly, self.rules.zone):
            self._weekly_hours_set(hours=hours, zone=zone)

    def add_extra_hours(self, extra: ExtraHours) -> None:
        """Add hours on one day; where they overlap others they are joined.

        Raises ``HoursRunPastMidnight``, ``TooManyExceptions``.
        """
        _demand_one_day(extra)
        self._demand_room_for_another()
        self._extra_hours_added(extra=extra)

    def add_time_off(self, time_off: TimeOff) -> None:
        """Take a stretch out of all hours. Appointments in it stay until they are moved or cancelled.

        Raises ``TooManyExceptions``.
        """
        self._demand_room_for_another()
        self._time_off_added(time_off=time_off)

    def remove_exception(self, exception_id: ExceptionId) -> None:
        """Call off extra hours or time off. Raises ``UnknownException``."""
        added, off = self.rules.extra, self.rules.time_off
        if exception_id not in {one.exception_id for one in added} | {one.exception_id for one in off}:
            raise UnknownException
        self._exception_removed(exception_id=exception_id)

    def _demand_room_for_another(self) -> None:
        if len(self.rules.extra) + len(self.rules.time_off) >= MOST_EXCEPTIONS:
            raise TooManyExceptions(limit=MOST_EXCEPTIONS)

    @event(Opened)
    def __init__(self, provider: ProviderId, zone: TimeZone) -> None:
        self.provider = provider
        self.rules = WorkingRules(zone=zone)

    @event(WeeklyHoursSet)
    def _weekly_hours_set(self, hours: tuple[WeeklyHours, ...], zone: TimeZone) -> None:
        self.rules = replace(self.rules, zone=zone, weekly=hours)

    @event(ExtraHoursAdded)
    def _extra_hours_added(self, extra: ExtraHours) -> None:
        self.rules = replace(self.rules, extra=(*self.rules.extra, extra))

    @event(TimeOffAdded)
    def _time_off_added(self, time_off: TimeOff) -> None:
        self.rules = replace(self.rules, time_off=(*self.rules.time_off, time_off))

    @event(ExceptionRemoved)
    def _exception_removed(self, exception_id: ExceptionId) -> None:
        self.rules = replace(
            self.rules,
            extra=tuple(one for one in self.rules.extra if one.exception_id != exception_id),
            time_off=tuple(one for one in self.rules.time_off if one.exception_id != exception_id),
        )


def _demand_one_day(hours: Hours) -> None:
    if hours.run_past_midnight:
        raise HoursRunPastMidnight(opens=hours.opens, closes=hours.closes)
