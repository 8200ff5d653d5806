"""What is looked for when somebody looks for a time."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.hours.provider_calendar import ProviderCalendar
from domain.scheduling.slots.stretch import Stretch
from domain.shared.errors import DomainError
from domain.shared.time import Instant, Span
from domain.shared.values import ValueObject
from domain.shared.visits import VisitTypeCode

_LONGEST_DAY = timedelta(hours=48)
"""A zone that goes back over the date line has one."""


LONGEST_RANGE: Final = timedelta(days=62)
"""Two months of slots are more than anybody looks through, and bound what one search may cost."""


class SearchRangeTooLong(DomainError):
    """Free slots are searched in a range of at most 62 days."""

    code = "scheduling.search-range-too-long"
    mend = "Ask for at most 62 days, then for the next ones."


def demand_range(within: Span) -> None:
    """Raise ``SearchRangeTooLong`` for more than 62 days."""
    if within.length > LONGEST_RANGE:
        raise SearchRangeTooLong(longest_days=LONGEST_RANGE.days)


class SlotSearch(ValueObject, frozen=True, kw_only=True):
    """What is looked for. A slot found here is one that the booking desk would offer at ``now``."""

    visit_type: VisitTypeCode
    place: VisitPlace
    within: Span
    """Slots start in this span; they may end after it."""

    policy: BookingPolicy
    now: Instant
    patient_taken: tuple[Stretch, ...] = ()
    """The patient's own visits, where a patient is known, in order of start."""

    def around(self, calendars: Iterable[ProviderCalendar]) -> Span:
        """Give the time in which what is taken can stand in the way.

        A visit reaches out of the span by its buffers and its length, and where days are counted, to a whole day.
        """
        visits = {visit for calendar in calendars if (visit := calendar.offer(self.visit_type)) is not None}
        day = _LONGEST_DAY if self.policy.daily_maximum is not None else timedelta()
        before = max((visit.buffer_before for visit in visits), default=timedelta())
        after = max((visit.length + visit.buffer_after for visit in visits), default=timedelta())
        return self.within.widened(before + day, after + day)
