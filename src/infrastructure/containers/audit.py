"""The use cases of the audit trail and of the ledger over it."""

from typing import Any

from dependency_injector import containers, providers

from application.audit.accesses import Accesses
from application.audit.checkpoints.queries import ListCheckpoints
from application.audit.disclosures import Disclosures
from application.audit.entries import Entries
from application.audit.queries import ListAccesses, ListDisclosures, ListEntries
from infrastructure.containers.wiring import query
from infrastructure.memory.audit.checkpoints import MemoryCheckpoints
from infrastructure.memory.audit.colleagues import MemoryColleagues
from infrastructure.memory.audit.disclosures import MemoryDisclosuresByHand
from infrastructure.memory.audit.entries import MemoryAuditEntries
from infrastructure.memory.audit.outsiders import MemoryOutsiders
from infrastructure.memory.audit.records import MemoryRecords
from infrastructure.postgres.audit.colleagues import PostgresColleagues
from infrastructure.postgres.audit.disclosures import PostgresDisclosuresByHand
from infrastructure.postgres.audit.entries import PostgresAuditEntries
from infrastructure.postgres.audit.outsiders import PostgresOutsiders
from infrastructure.postgres.audit.records import PostgresRecords
from infrastructure.postgres.ledger.checkpoints import PostgresCheckpoints
from infrastructure.postgres.list_reads import ListReads


class AuditContainer(containers.DeclarativeContainer):
    """Wires reading the trail. ``auditors`` are connections in the auditor's role."""

    shared = providers.DependenciesContainer()
    patients = providers.DependenciesContainer()
    disclosed = providers.DependenciesContainer()
    directory = providers.DependenciesContainer()
    auditors: "providers.Dependency[Any]" = providers.Dependency(default=providers.Object(None))

    entries = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresAuditEntries, providers.Singleton(ListReads, auditors, shared.keys), shared.pool, shared.keys
        ),
        memory=providers.Singleton(MemoryAuditEntries, shared.log),
    )
    colleagues = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresColleagues, directory.files, shared.lists),
        memory=providers.Singleton(MemoryColleagues, shared.log),
    )
    records = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresRecords, patients.records, shared.reads),
        memory=providers.Singleton(MemoryRecords, shared.log),
    )
    checkpoints = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresCheckpoints, shared.lists),
        memory=providers.Singleton(MemoryCheckpoints),
    )
    outsiders = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresOutsiders, shared.lists),
        memory=providers.Singleton(MemoryOutsiders, shared.log),
    )
    by_hand = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresDisclosuresByHand, disclosed.rows, shared.lists),
        memory=providers.Singleton(MemoryDisclosuresByHand, shared.log),
    )
    accesses = providers.Singleton(Accesses, entries, records, colleagues)
    disclosures = providers.Singleton(Disclosures, entries, records, outsiders, by_hand)

    trail = providers.Singleton(Entries, entries, colleagues)

    list_entries = query(shared, ListEntries, trail.provided.list)
    list_checkpoints = query(shared, ListCheckpoints, checkpoints.provided.list)
    list_accesses = query(shared, ListAccesses, accesses.provided.list)
    list_disclosures = query(shared, ListDisclosures, disclosures.provided.list)
