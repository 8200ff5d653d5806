"""Calendars behind secret links."""

from dependency_injector import containers, providers

from application.scheduling.calendars.feed import CalendarReading
from application.scheduling.calendars.issue_calendar_link import (
    CalendarLinkIssuing,
    IssuePatientCalendarLink,
    IssuePatientCalendarLinkHandler,
    IssueProviderCalendarLink,
    IssueProviderCalendarLinkHandler,
)
from application.scheduling.calendars.revoke_calendar_link import RevokeCalendarLink, RevokeCalendarLinkHandler
from application.scheduling.queries import ListCalendarLinks
from application.scheduling.views import CalendarLinkView
from domain.scheduling.calendars.link import CalendarLink
from infrastructure.containers.scheduling.whose import patient_of, provider_of
from infrastructure.containers.wiring import command, query
from infrastructure.crypto.opaque_tokens import OpaqueTokens
from infrastructure.memory.repository import MemoryRepository
from infrastructure.memory.scheduling.calendar_feeds import MemoryCalendarFeeds
from infrastructure.memory.scheduling.calendar_links import MemoryCalendarLinkList
from infrastructure.memory.scheduling.calendar_secrets import MemoryCalendarSecrets
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.scheduling.calendar_feeds import PostgresCalendarFeeds
from infrastructure.postgres.scheduling.calendar_links import PostgresCalendarLinkList
from infrastructure.postgres.scheduling.calendar_secrets import PostgresCalendarSecrets
from infrastructure.postgres.tables import scheduling as tables


class CalendarsContainer(containers.DeclarativeContainer):
    """Wires links and feeds."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    rows = providers.Singleton(
        ReadModel, tables.calendar_link, CalendarLink, CalendarLinkView, CalendarLinkView.of, shared.keys
    )
    in_memory = providers.Singleton(
        MemoryRepository, CalendarLink, shared.log, patient=patient_of, provider=provider_of
    )
    links = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository,
            CalendarLink,
            shared.store,
            providers.List(rows),
            patient=patient_of,
            provider=provider_of,
        ),
        memory=in_memory,
    )
    link_list = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresCalendarLinkList, rows, shared.lists),
        memory=providers.Singleton(MemoryCalendarLinkList, in_memory),
    )
    tokens = providers.Singleton(OpaqueTokens, "pcal")
    secrets = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresCalendarSecrets, shared.pool, tokens),
        memory=providers.Singleton(MemoryCalendarSecrets, shared.log, tokens),
    )
    feeds = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresCalendarFeeds, shared.pool),
        memory=providers.Singleton(MemoryCalendarFeeds, shared.log),
    )
    reading = providers.Singleton(CalendarReading, secrets, feeds, shared.clocks, shared.audit)
    issuing = providers.Singleton(CalendarLinkIssuing, links, secrets)

    issue_provider_calendar_link = command(
        shared, IssueProviderCalendarLink, IssueProviderCalendarLinkHandler, directory=ports.directory, issuing=issuing
    )
    issue_patient_calendar_link = command(
        shared, IssuePatientCalendarLink, IssuePatientCalendarLinkHandler, directory=ports.directory, issuing=issuing
    )
    revoke_calendar_link = command(shared, RevokeCalendarLink, RevokeCalendarLinkHandler, links=links, secrets=secrets)
    list_calendar_links = query(shared, ListCalendarLinks, link_list.provided.links)
