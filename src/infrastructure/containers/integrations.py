"""The outward side's use cases."""

from dependency_injector import containers, providers

from application.integrations.ports import FEED
from application.integrations.queries import ReadFeed
from infrastructure.containers.wiring import query
from infrastructure.facts.publishing import PUBLISHES
from infrastructure.memory.integrations.feed import MemoryFeed
from infrastructure.postgres.integrations.feed import PostgresFeed


class IntegrationsContainer(containers.DeclarativeContainer):
    """Wires what other systems are given."""

    shared = providers.DependenciesContainer()

    publishes = providers.Object(PUBLISHES)
    feed = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresFeed, shared.lists, shared.codec, publishes),
        memory=providers.Singleton(MemoryFeed, shared.log, publishes),
    )

    read_feed = query(shared, ReadFeed, feed.provided.read, follower=FEED)
