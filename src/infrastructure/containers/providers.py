"""The directory's use cases."""

from dependency_injector import containers, providers

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
from domain.providers.provider import Provider
from infrastructure.containers.wiring import command, query
from infrastructure.memory.providers.queries import MemoryProviderQueries
from infrastructure.memory.repository import MemoryRepository
from infrastructure.postgres.providers.projections import ProviderAuthorities, ProviderTags, ProviderVisitTypes
from infrastructure.postgres.providers.queries import PostgresProviderQueries
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.tables.providers import provider


def _itself(aggregate: Provider) -> object:
    return aggregate.id


class ProvidersContainer(containers.DeclarativeContainer):
    """Wires the directory."""

    shared = providers.DependenciesContainer()

    files = providers.Singleton(ReadModel, provider, Provider, ProviderView, ProviderView.of, shared.keys)
    in_memory = providers.Singleton(MemoryRepository, Provider, shared.log, provider=_itself)
    directory = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository,
            Provider,
            shared.store,
            providers.List(
                files,
                providers.Singleton(ProviderAuthorities),
                providers.Singleton(ProviderVisitTypes),
                providers.Singleton(ProviderTags),
            ),
            provider=_itself,
        ),
        memory=in_memory,
    )
    questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresProviderQueries, files, shared.reads, shared.lists),
        memory=providers.Singleton(MemoryProviderQueries, in_memory),
    )

    add_provider = command(shared, AddProvider, AddProviderHandler, providers=directory)
    set_profile = command(shared, SetProfile, SetProfileHandler, providers=directory)
    grant_authority = command(shared, GrantAuthority, GrantAuthorityHandler, providers=directory)
    renew_authority = command(shared, RenewAuthority, RenewAuthorityHandler, providers=directory)
    revoke_authority = command(shared, RevokeAuthority, RevokeAuthorityHandler, providers=directory, locks=shared.locks)
    offer_visit_type = command(shared, OfferVisitType, OfferVisitTypeHandler, providers=directory)
    withdraw_visit_type = command(
        shared, WithdrawVisitType, WithdrawVisitTypeHandler, providers=directory, locks=shared.locks
    )
    suspend_provider = command(shared, SuspendProvider, SuspendProviderHandler, providers=directory, locks=shared.locks)
    reinstate_provider = command(
        shared, ReinstateProvider, ReinstateProviderHandler, providers=directory, locks=shared.locks
    )
    leave_provider = command(shared, LeaveProvider, LeaveProviderHandler, providers=directory, locks=shared.locks)

    get_provider = query(shared, GetProvider, questions.provided.get)
    search_providers = query(shared, SearchProviders, questions.provided.search)
