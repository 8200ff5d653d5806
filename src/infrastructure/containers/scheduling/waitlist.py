"""Who waits, and what is offered to them."""

from dependency_injector import containers, providers

from application.scheduling.queries import GetWaitlistEntry, ListWaitlist
from application.scheduling.waitlist.accept_offer import AcceptOffer, AcceptOfferHandler
from application.scheduling.waitlist.fulfil_wait import FulfilWait, FulfilWaitHandler
from application.scheduling.waitlist.join_waitlist import JoinWaitlist, JoinWaitlistHandler
from application.scheduling.waitlist.leave_waitlist import LeaveWaitlist, LeaveWaitlistHandler
from application.scheduling.waitlist.offer_freed_time import OfferFreedTime, OfferFreedTimeHandler, OfferToMatch
from application.scheduling.waitlist.offer_slot import OfferSlot, OfferSlotHandler
from application.scheduling.waitlist.pass_offer import PassOffer, PassOfferHandler
from application.scheduling.waitlist.set_waitlist_urgency import SetWaitlistUrgency, SetWaitlistUrgencyHandler
from application.scheduling.waitlist.tidy_waitlist import TidyWaitlist, TidyWaitlistHandler
from application.scheduling.waitlist.views import WaitlistEntryView
from domain.scheduling.waitlist.entry import WaitlistEntry
from infrastructure.containers.scheduling.whose import patient_of, provider_of
from infrastructure.containers.wiring import command, query
from infrastructure.memory.scheduling.waiting_line import MemoryFreedTimes, MemoryWaitingLine
from infrastructure.memory.scheduling.waitlist import MemoryWaitlistEntries
from infrastructure.memory.scheduling.waitlist_queries import MemoryWaitlistQueries
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.scheduling.freed_times import PostgresFreedTimes
from infrastructure.postgres.scheduling.waiting_line import PostgresWaitingLine
from infrastructure.postgres.scheduling.waitlist import PostgresWaitlistEntries
from infrastructure.postgres.scheduling.waitlist_queries import PostgresWaitlistQueries
from infrastructure.postgres.tables import scheduling as tables


class WaitlistContainer(containers.DeclarativeContainer):
    """Wires the waitlist."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    rows = providers.Singleton(
        ReadModel,
        tables.waitlist_entry,
        WaitlistEntry,
        WaitlistEntryView,
        WaitlistEntryView.of,
        shared.keys,
        subject=lambda view: view.patient,
        beside={"withheld": "null"},
    )
    in_memory = providers.Singleton(MemoryWaitlistEntries, shared.log)
    entries = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresWaitlistEntries,
            WaitlistEntry,
            shared.store,
            providers.List(rows),
            patient=patient_of,
            provider=provider_of,
        ),
        memory=in_memory,
    )
    freed_times = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresFreedTimes, shared.pool, shared.codec),
        memory=providers.Singleton(MemoryFreedTimes, shared.log),
    )
    waiting_line = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresWaitingLine, shared.pool),
        memory=providers.Singleton(MemoryWaitingLine, in_memory, ports.neighbours),
    )
    questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresWaitlistQueries, rows, shared.reads, shared.lists),
        memory=providers.Singleton(MemoryWaitlistQueries, in_memory, ports.one_person),
    )

    join_waitlist = command(shared, JoinWaitlist, JoinWaitlistHandler, desks=ports.desks, entries=entries)
    set_waitlist_urgency = command(shared, SetWaitlistUrgency, SetWaitlistUrgencyHandler, entries=entries)
    leave_waitlist = command(shared, LeaveWaitlist, LeaveWaitlistHandler, entries=entries, holds=ports.holds)
    offer_slot = command(
        shared,
        OfferSlot,
        OfferSlotHandler,
        entries=entries,
        reception=ports.reception,
        holds=ports.holds,
        locks=shared.locks,
    )
    accept_offer = command(
        shared,
        AcceptOffer,
        AcceptOfferHandler,
        entries=entries,
        appointments=ports.appointments,
        reception=ports.reception,
        holds=ports.holds,
        locks=shared.locks,
    )
    pass_offer = command(shared, PassOffer, PassOfferHandler, entries=entries, holds=ports.holds)
    tidy_waitlist = command(shared, TidyWaitlist, TidyWaitlistHandler, entries=entries)
    offer_freed_time = command(
        shared,
        OfferFreedTime,
        OfferFreedTimeHandler,
        freed=freed_times,
        line=waiting_line,
        calendars=ports.calendars,
        finder=ports.finder,
        offer=providers.Singleton(OfferToMatch, entries, ports.desks, ports.holds, shared.locks),
    )
    fulfil_wait = command(
        shared, FulfilWait, FulfilWaitHandler, entries=entries, appointments=ports.appointments, holds=ports.holds
    )

    get_waitlist_entry = query(shared, GetWaitlistEntry, questions.provided.entry)
    list_waitlist = query(shared, ListWaitlist, questions.provided.entries)
