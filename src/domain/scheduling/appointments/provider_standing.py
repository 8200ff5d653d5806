"""May a provider see a patient there and then: what the directory says, as far as the calendar asks."""

from collections.abc import Iterator
from datetime import datetime

from domain.scheduling.appointments.authority import NotAuthorizedThere
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.shared.errors import DomainError
from domain.shared.practice import PracticeRight
from domain.shared.time import Instant
from domain.shared.values import ValueObject


class ProviderSuspended(DomainError):
    """A provider who is suspended sees no patient until reinstated."""

    code = "scheduling.provider-suspended"
    mend = "Choose another provider."


class ProviderLeaves(DomainError):
    """A provider sees no patient after their last day."""

    code = "scheduling.provider-leaves"
    mend = "Choose another provider, or a time before this one leaves."


class ProviderStanding(ValueObject, frozen=True, kw_only=True):
    """A provider's rights to practise, and whether they see patients at all."""

    authorities: tuple[PracticeRight, ...]
    suspended: bool = False
    leaves_at: Instant | None = None
    """From this instant on the provider sees nobody."""

    def refusals(self, place: VisitPlace, at: datetime) -> Iterator[DomainError]:
        """Give every rule that keeps the provider from a visit which starts at an instant, the most telling first."""
        if self.suspended:
            yield ProviderSuspended()
        if self.leaves_at is not None and self.leaves_at <= at:
            yield ProviderLeaves(leaves_at=self.leaves_at)
        day = place.date(at)
        if not any(right.covers(place.jurisdiction, day) for right in self.authorities):
            yield NotAuthorizedThere(jurisdiction=place.jurisdiction, local_date=day)

    def was_deprived(self, place: VisitPlace, at: datetime) -> bool:
        """Tell whether a regulator revoked an authority for a place that had begun by the patient's local date."""
        day = place.date(at)
        return any(
            right.revoked and right.jurisdiction == place.jurisdiction and right.valid_from <= day
            for right in self.authorities
        )

    def demand(self, place: VisitPlace, at: datetime) -> None:
        """Raise the first of ``refusals``."""
        for refusal in self.refusals(place, at):
            raise refusal
