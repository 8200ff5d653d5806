"""What the calendar knows of one provider."""

from datetime import timedelta

from domain.scheduling.opening_hours import openings
from domain.scheduling.visit_type import VisitType
from domain.scheduling.working_hours import WorkingRules
from domain.shared.identifiers import ProviderId, SiteId
from domain.shared.practice import PracticeRight
from domain.shared.time import Span
from domain.shared.values import ValueObject
from domain.shared.visits import VisitMode, VisitTypeCode


class ProviderCalendar(ValueObject, frozen=True, kw_only=True):
    """When a provider works, what the provider offers, and where the provider may practise.

    A provider who takes no bookings (suspended, gone) offers no visit types.
    """

    provider: ProviderId
    rules: WorkingRules
    visit_types: tuple[VisitType, ...]
    authorities: tuple[PracticeRight, ...]

    def offer(self, code: VisitTypeCode) -> VisitType | None:
        """Give a visit type as this provider offers it."""
        for offered in self.visit_types:
            if offered.code == code:
                return offered
        return None

    def is_open(self, visit: Span, mode: VisitMode, site: SiteId | None) -> bool:
        """Tell whether a visit lies wholly within the hours for its mode. Buffers may lie outside them."""
        zone = self.rules.zone
        first = zone.date(visit.starts_at) - timedelta(days=1)  # hours of the day before may run on
        hours = openings(self.rules, first, zone.date(visit.ends_at), mode, site)
        return any(opening.starts_at <= visit.starts_at and visit.ends_at <= opening.ends_at for opening in hours)
