"""What a patient on the waitlist waits for: a kind of visit, with whom, where, on which days and when."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec

from domain.scheduling.appointments.planned_visit import PlannedVisit
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.shared.identifiers import ProviderId
from domain.shared.languages import LanguageTag
from domain.shared.specialties import Specialty
from domain.shared.time import Day, Span, check_calendar
from domain.shared.values import ValueObject, WrongField
from domain.shared.visits import VisitMode, VisitTypeCode

_MIDNIGHT, _NOON, _FIVE = time(0), time(12), time(17)


class DayPart(StrEnum):
    """A part of the patient's day, by the wall clock where the patient will be."""

    MORNING = "morning"
    """Before noon."""
    AFTERNOON = "afternoon"
    """From noon until five."""
    EVENING = "evening"
    """From five on."""

    @classmethod
    def of(cls, wall: time) -> "DayPart":
        """Give the part of the day in which a wall clock's reading lies."""
        if wall < _NOON:
            return cls.MORNING
        return cls.AFTERNOON if wall < _FIVE else cls.EVENING


Providers = Annotated[tuple[ProviderId, ...], msgspec.Meta(max_length=20)]
DayParts = Annotated[tuple[DayPart, ...], msgspec.Meta(max_length=len(DayPart))]


class WaitlistWish(ValueObject, frozen=True, kw_only=True):
    """What is waited for. Days and their parts are read on the clock of ``place``, where the patient will be."""

    visit_type: VisitTypeCode
    mode: VisitMode
    place: VisitPlace
    first_day: Day
    last_day: Day
    """The last day on which the visit may start."""
    day_parts: DayParts = ()
    """None named means any time of day."""
    providers: Providers = ()
    """Whom the patient would see; none named means anybody."""
    specialty: Specialty | None = None
    language: LanguageTag | None = None

    def __post_init__(self) -> None:
        check_calendar(self)
        if self.last_day < self.first_day:
            raise WrongField("last_day", "the last day is not before the first")
        _ = self.window  # which lies within the calendar on the patient's clock, too, or raises ValueError

    @property
    def window(self) -> Span:
        """From the first day's midnight to that after the last day."""
        zone = self.place.zone
        after = self.last_day + timedelta(days=1)
        return Span(starts_at=zone.instant(self.first_day, _MIDNIGHT), ends_at=zone.instant(after, _MIDNIGHT))

    @property
    def only_provider(self) -> ProviderId | None:
        """The provider whom the patient would see and nobody else; ``None`` where it may be one of several."""
        return self.providers[0] if len(self.providers) == 1 else None

    def is_past(self, now: datetime) -> bool:
        """Tell whether the last day is over where the patient will be."""
        return self.window.ends_at <= now

    def suits(self, provider: ProviderId, starts_at: datetime) -> bool:
        """Tell whether the patient would come to this provider at this time."""
        local = self.place.zone.local(starts_at)
        return (
            (not self.providers or provider in self.providers)
            and self.first_day <= local.date() <= self.last_day
            and (not self.day_parts or DayPart.of(local.time()) in self.day_parts)
        )

    def is_met_by(self, visit: PlannedVisit) -> bool:
        """Tell whether a visit is what is waited for. What a provider speaks or specialises in is not looked at."""
        kind = visit.visit_type
        return (
            (kind.code, kind.mode) == (self.visit_type, self.mode)
            and (self.mode is not VisitMode.IN_PERSON or visit.place.site == self.place.site)
            and self.suits(visit.provider, visit.starts_at)
        )
