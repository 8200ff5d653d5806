"""What every context stands on."""

from typing import Any

from dependency_injector import containers, providers

from infrastructure.care_by_the_clinics_clock import CareByTheClinicsClock
from infrastructure.clocks import PresentTime, SystemClock
from infrastructure.crypto.blind_index import BlindIndexes
from infrastructure.crypto.command_ids import KeyedCommandIds
from infrastructure.crypto.key_ring import KeyRing
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.facts.codec import Codec
from infrastructure.memory.care.ties import MemoryCare
from infrastructure.memory.clinic_clocks import MemoryClinicClocks
from infrastructure.memory.clinic_day import MemoryClinicDay
from infrastructure.memory.consistency import MemoryConsistency
from infrastructure.memory.jobs import MemoryJobs
from infrastructure.memory.locks import MemoryLocks
from infrastructure.memory.log import MemoryLog, MemoryTransactions
from infrastructure.memory.patients.represented import MemoryRepresented
from infrastructure.memory.patients.sharing import MemorySharing
from infrastructure.memory.patients.terms import MemoryRegistryTerms
from infrastructure.postgres.audit_entries import CommandEntries
from infrastructure.postgres.audit_trail import PostgresAuditTrail
from infrastructure.postgres.care.ties import PostgresCare
from infrastructure.postgres.clinic_clocks import PostgresClinicClocks
from infrastructure.postgres.clinic_day import PostgresClinicDay
from infrastructure.postgres.consistency import PostgresConsistency
from infrastructure.postgres.event_store import EventStore
from infrastructure.postgres.jobs import PostgresJobQueue
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.locks import PostgresLocks
from infrastructure.postgres.patients.represented import PostgresRepresented
from infrastructure.postgres.patients.sharing import PostgresSharing
from infrastructure.postgres.patients.terms import PostgresRegistryTerms
from infrastructure.postgres.point_reads import PointReads
from infrastructure.postgres.retries.answers import KeptAnswers
from infrastructure.postgres.retries.command_naming import CommandNaming, PostgresCommandIds
from infrastructure.postgres.subject_keys import SubjectKeys
from infrastructure.postgres.transactions import PostgresTransactions
from infrastructure.postgres.wake import Wake


class SharedContainer(containers.DeclarativeContainer):
    """The log, its keys, and the transactions over it."""

    storage = providers.Dependency(instance_of=str)
    """``postgres`` or ``memory``."""
    pool: "providers.Dependency[Any]" = providers.Dependency()
    """Opened by the process that runs, because opening waits and containers do not."""
    vault: "providers.Dependency[Any]" = providers.Dependency()
    clock: "providers.Dependency[Any]" = providers.Dependency(default=SystemClock())

    log = providers.Singleton(MemoryLog)
    ring = providers.Singleton(KeyRing, vault)
    keys = providers.Singleton(SubjectKeys, ring)
    codec = providers.Singleton(Codec, REGISTRY)
    store = providers.Singleton(EventStore, codec, keys)
    naming = providers.Singleton(CommandNaming, pool)
    answers = providers.Singleton(KeptAnswers, vault, keys, naming)
    entries = providers.Singleton(CommandEntries, keys)
    wake = providers.Singleton(Wake, pool)
    indexes = providers.Singleton(BlindIndexes, vault)
    reads = providers.Singleton(PointReads, pool, store, keys)
    lists = providers.Singleton(ListReads, pool, keys)

    transactions = providers.Selector(
        storage,
        postgres=providers.Singleton(PostgresTransactions, pool, store, answers, entries, wake.provided.touch),
        memory=providers.Singleton(MemoryTransactions, log),
    )
    keyed_ids = providers.Singleton(KeyedCommandIds, vault)
    ids = providers.Selector(
        storage, postgres=providers.Singleton(PostgresCommandIds, naming, keyed_ids), memory=keyed_ids
    )
    audit = providers.Selector(storage, postgres=providers.Singleton(PostgresAuditTrail, pool, keys), memory=log)
    consistency = providers.Selector(
        storage,
        postgres=providers.Singleton(PostgresConsistency, pool),
        memory=providers.Singleton(MemoryConsistency, log),
    )
    day = providers.Selector(
        storage,
        postgres=providers.Singleton(PostgresClinicDay),
        memory=providers.Singleton(MemoryClinicDay, log),
    )
    present = providers.Singleton(PresentTime, clock)
    clocks = providers.Selector(
        storage,
        postgres=providers.Singleton(PostgresClinicClocks, pool, clock),
        memory=providers.Singleton(MemoryClinicClocks, log, clock),
    )
    jobs = providers.Selector(
        storage, postgres=providers.Singleton(PostgresJobQueue), memory=providers.Singleton(MemoryJobs)
    )
    locks = providers.Selector(
        storage, postgres=providers.Singleton(PostgresLocks), memory=providers.Singleton(MemoryLocks)
    )
    terms = providers.Selector(
        storage,
        postgres=providers.Singleton(PostgresRegistryTerms),
        memory=providers.Singleton(MemoryRegistryTerms, log, day),
    )
    represented = providers.Selector(
        storage,
        postgres=providers.Singleton(PostgresRepresented, pool, keys),
        memory=providers.Singleton(MemoryRepresented, log, terms),
    )
    care = providers.Selector(
        storage,
        postgres=providers.Singleton(PostgresCare, pool),
        memory=providers.Singleton(MemoryCare, log, terms),
    )
    care_by_the_clinics_clock = providers.Singleton(CareByTheClinicsClock, care, clocks)
    sharing = providers.Selector(
        storage,
        postgres=providers.Singleton(PostgresSharing, pool, keys),
        memory=providers.Singleton(MemorySharing, log, terms),
    )
