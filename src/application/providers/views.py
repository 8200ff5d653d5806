"""What the API shows of providers."""

from application.shared.query import View
from domain.providers.authority import HeldAuthority
from domain.providers.profile import Profile
from domain.providers.provider import Provider
from domain.providers.tenure import SuspensionReason
from domain.providers.visit_type import VisitType
from domain.shared.contacts import PersonName
from domain.shared.identifiers import ProviderId
from domain.shared.time import Day, Instant


class ProviderView(View, frozen=True, kw_only=True):
    """A provider's file, as the clinic keeps it."""

    id: ProviderId
    version: int
    added_at: Instant
    updated_at: Instant
    name: PersonName
    profile: Profile
    visit_types: tuple[VisitType, ...]
    authorities: tuple[HeldAuthority, ...]
    """Personal as a whole, for the numbers in it."""
    suspended: bool = False
    last_day: Day | None = None
    """The last day on which the provider sees patients, where it was named."""
    leaves_at: Instant | None = None
    """The instant at which that day is over, by the provider's clock."""
    suspension_reason: SuspensionReason | None = None

    @classmethod
    def of(cls, provider: Provider) -> "ProviderView":
        """Show a provider as it stands."""
        return cls(
            id=ProviderId(provider.id),
            version=provider.version,
            added_at=provider.created_on,
            updated_at=provider.modified_on,
            name=provider.name,
            profile=provider.profile,
            visit_types=provider.visit_types,
            authorities=provider.authorities,
            suspended=provider.suspended,
            last_day=provider.last_day,
            leaves_at=provider.leaves_at,
            suspension_reason=provider.suspension_reason,
        )


class DirectoryEntry(View, frozen=True, kw_only=True):
    """A provider, as whoever looks for one sees them: without the regulators' registers."""

    id: ProviderId
    version: int
    name: PersonName
    profile: Profile
    visit_types: tuple[VisitType, ...]
    suspended: bool
    last_day: Day | None

    @classmethod
    def of(cls, provider: ProviderView) -> "DirectoryEntry":
        """Show what the directory shows of a provider."""
        return cls(
            id=provider.id,
            version=provider.version,
            name=provider.name,
            profile=provider.profile,
            visit_types=provider.visit_types,
            suspended=provider.suspended,
            last_day=provider.last_day,
        )
