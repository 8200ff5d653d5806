"""The directory's use cases in memory, and who works with them."""

from typing import Any
from uuid import UUID

from application.providers.add_provider import AddProvider, AddProviderHandler
from application.providers.grant_authority import GrantAuthority, GrantAuthorityHandler
from application.providers.leave_provider import LeaveProvider, LeaveProviderHandler
from application.providers.offer_visit_type import OfferVisitType, OfferVisitTypeHandler
from application.providers.queries import GetProvider, SearchProviders
from application.providers.reinstate_provider import ReinstateProvider, ReinstateProviderHandler
from application.providers.renew_authority import RenewAuthority, RenewAuthorityHandler
from application.providers.revoke_authority import RevokeAuthority, RevokeAuthorityHandler
from application.providers.set_profile import SetProfile, SetProfileHandler
from application.providers.suspend_provider import SuspendProvider, SuspendProviderHandler
from application.providers.views import ProviderView
from application.providers.withdraw_visit_type import WithdrawVisitType, WithdrawVisitTypeHandler
from domain.providers.profile import Profile
from domain.providers.provider import Provider
from domain.shared.identifiers import ProviderId
from domain.shared.roles import Role
from infrastructure.memory.providers.queries import MemoryProviderQueries
from infrastructure.memory.repository import MemoryRepository
from unit.application_harness import Memory, UseCases, somebody
from unit.providers.practice import NOOR, PROFILE


class Directory(UseCases):
    """A clinic's directory, with the clinic's owner and a patient who looks around."""

    def __init__(self) -> None:
        memory = Memory()
        providers: MemoryRepository[Provider] = MemoryRepository(
            Provider, memory.log, provider=lambda provider: provider.id
        )
        questions = MemoryProviderQueries(providers)
        super().__init__(
            memory,
            memory.command(AddProvider, AddProviderHandler(providers)),
            memory.command(SetProfile, SetProfileHandler(providers)),
            memory.command(GrantAuthority, GrantAuthorityHandler(providers)),
            memory.command(RenewAuthority, RenewAuthorityHandler(providers)),
            memory.command(RevokeAuthority, RevokeAuthorityHandler(providers, memory.locks)),
            memory.command(OfferVisitType, OfferVisitTypeHandler(providers)),
            memory.command(WithdrawVisitType, WithdrawVisitTypeHandler(providers, memory.locks)),
            memory.command(SuspendProvider, SuspendProviderHandler(providers, memory.locks)),
            memory.command(ReinstateProvider, ReinstateProviderHandler(providers, memory.locks)),
            memory.command(LeaveProvider, LeaveProviderHandler(providers, memory.locks)),
            memory.query(GetProvider, questions.get),
            memory.query(SearchProviders, questions.search),
        )
        self.clinic = memory.open_clinic()
        self.owner = somebody(self.clinic, Role.OWNER)
        self.patient = somebody(self.clinic, Role.PATIENT)

    async def added(self, profile: Profile = PROFILE) -> ProviderId:
        """Add a provider as the owner."""
        receipt = await self.do(AddProvider(name=NOOR, profile=profile), self.owner)
        return ProviderId(UUID(receipt["id"]))

    async def file(self, provider: ProviderId) -> ProviderView:
        """Read a provider's file as the owner."""
        view: ProviderView = await self.ask(GetProvider(provider=provider), self.owner)
        return view

    async def found(self, **criteria: Any) -> list[ProviderId]:
        """Look for providers as a patient, and give who was found."""
        page = await self.ask(SearchProviders(**criteria), self.patient)
        return [entry.id for entry in page.items]
