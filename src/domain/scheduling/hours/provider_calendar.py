"""What the calendar knows of one provider."""

from datetime import date, timedelta

from domain.scheduling.appointments.provider_standing import ProviderStanding
from domain.scheduling.appointments.visit_type import VisitType
from domain.scheduling.hours.opening_hours import hours, time_off
from domain.scheduling.hours.working_hours import WorkingRules
from domain.scheduling.slots.stretch import Stretch
from domain.shared.identifiers import ProviderId, SiteId
from domain.shared.practice import PracticeRight
from domain.shared.time import Instant, Span
from domain.shared.values import ValueObject
from domain.shared.visits import VisitMode, VisitTypeCode


class ProviderCalendar(ValueObject, frozen=True, kw_only=True):
    """When a provider works, what the provider offers, and where and when the provider may see patients."""

    provider: ProviderId
    rules: WorkingRules
    visit_types: tuple[VisitType, ...]
    authorities: tuple[PracticeRight, ...]
    suspended: bool = False
    leaves_at: Instant | None = None

    @property
    def standing(self) -> ProviderStanding:
        """What the directory says of the provider."""
        return ProviderStanding(authorities=self.authorities, suspended=self.suspended, leaves_at=self.leaves_at)

    def offer(self, code: VisitTypeCode) -> VisitType | None:
        """Give a visit type as this provider offers it."""
        for offered in self.visit_types:
            if offered.code == code:
                return offered
        return None

    def has_hours(self, visit: Span, mode: VisitMode, site: SiteId | None) -> bool:
        """Tell whether a visit lies wholly within the hours for its mode, time off aside. Buffers may lie outside."""
        kept = hours(self.rules, *self._days(visit), mode, site)
        return any(stretch.starts_at <= visit.starts_at and visit.ends_at <= stretch.ends_at for stretch in kept)

    def time_off_during(self, visit: Span) -> Stretch | None:
        """Give the first time off that a visit would meet, if any."""
        off = time_off(self.rules, *self._days(visit))
        return next((away for away in off if away.starts_at < visit.ends_at and visit.starts_at < away.ends_at), None)

    def _days(self, visit: Span) -> tuple[date, date]:
        zone = self.rules.zone
        return zone.date(visit.starts_at) - timedelta(days=1), zone.date(visit.ends_at)  # the day before may run on
