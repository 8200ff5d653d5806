"""Free times: found, explained and held."""

from dependency_injector import containers, providers

from application.scheduling.queries import ExplainSlot, FindSlots, GetHold
from application.scheduling.slots.explain_slot import ExplainSlotHandler
from application.scheduling.slots.find_slots import FindSlotsHandler
from application.scheduling.slots.place_hold import PlaceHold, PlaceHoldHandler
from application.scheduling.slots.release_hold import ReleaseHold, ReleaseHoldHandler
from application.scheduling.slots.tidy_expired_holds import TidyExpiredHolds, TidyExpiredHoldsHandler
from infrastructure.containers.wiring import command, query
from infrastructure.memory.scheduling.desks import MemoryBookingDesks
from infrastructure.postgres.scheduling.desks import PostgresDeskReader


class SlotsContainer(containers.DeclarativeContainer):
    """Wires the search and holds."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    desk_reader = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresDeskReader, shared.pool, shared.keys),
        memory=providers.Singleton(MemoryBookingDesks, ports.neighbours, ports.taken, shared.locks),
    )
    finding = providers.Singleton(FindSlotsHandler, ports.calendars, ports.finder)

    place_hold = command(shared, PlaceHold, PlaceHoldHandler, reception=ports.reception, holds=ports.holds)
    release_hold = command(shared, ReleaseHold, ReleaseHoldHandler, holds=ports.holds)
    tidy_expired_holds = command(shared, TidyExpiredHolds, TidyExpiredHoldsHandler, holds=ports.holds)

    find_slots = query(shared, FindSlots, finding)
    explain_slot = query(shared, ExplainSlot, providers.Singleton(ExplainSlotHandler, desk_reader))
    get_hold = query(shared, GetHold, ports.questions.provided.hold)
