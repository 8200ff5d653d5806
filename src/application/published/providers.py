"""What is told of the directory."""

from datetime import datetime
from uuid import UUID

from application.published.fact import PublishedFact
from domain.shared.identifiers import ProviderId
from domain.shared.time import Day
from domain.shared.values import Code


class ProviderAdded(PublishedFact, frozen=True, kw_only=True, tag="providers.provider-added"):
    """There is a new provider."""

    provider: ProviderId


class ProviderProfileSet(PublishedFact, frozen=True, kw_only=True, tag="providers.profile-set"):
    """A provider's entry reads differently now."""

    provider: ProviderId


class AuthorityGranted(PublishedFact, frozen=True, kw_only=True, tag="providers.authority-granted"):
    """A provider may practise somewhere."""

    provider: ProviderId
    authority: UUID
    profession: Code
    jurisdiction: Code
    valid_from: Day
    valid_until: Day | None


class AuthorityRenewed(PublishedFact, frozen=True, kw_only=True, tag="providers.authority-renewed"):
    """An authority lasts longer."""

    provider: ProviderId
    authority: UUID
    valid_until: Day | None


class AuthorityRevoked(PublishedFact, frozen=True, kw_only=True, tag="providers.authority-revoked"):
    """An authority ends before its time."""

    provider: ProviderId
    authority: UUID
    on: Day


class VisitTypeOffered(PublishedFact, frozen=True, kw_only=True, tag="providers.visit-type-offered"):
    """A provider can be booked for a kind of visit."""

    provider: ProviderId
    visit_type: Code


class VisitTypeWithdrawn(PublishedFact, frozen=True, kw_only=True, tag="providers.visit-type-withdrawn"):
    """A provider takes no new bookings of a kind."""

    provider: ProviderId
    visit_type: Code


class ProviderSuspended(PublishedFact, frozen=True, kw_only=True, tag="providers.provider-suspended"):
    """A provider sees no patient until reinstated."""

    provider: ProviderId


class ProviderReinstated(PublishedFact, frozen=True, kw_only=True, tag="providers.provider-reinstated"):
    """A provider sees patients again."""

    provider: ProviderId


class ProviderLeaveSet(PublishedFact, frozen=True, kw_only=True, tag="providers.leave-set"):
    """A provider leaves after a last day; without one, they stay."""

    provider: ProviderId
    last_day: Day | None
    leaves_at: datetime | None


AnyFact = (
    ProviderAdded
    | ProviderProfileSet
    | AuthorityGranted
    | AuthorityRenewed
    | AuthorityRevoked
    | VisitTypeOffered
    | VisitTypeWithdrawn
    | ProviderSuspended
    | ProviderReinstated
    | ProviderLeaveSet
)
