"""The use cases of the audit trail and of the ledger over it."""

from typing import Any

from dependency_injector import containers, providers

from application.audit.accesses import Accesses
from application.audit.checkpoints.queries import ListCheckpoints
from application.audit.entries import Entries
from application.audit.queries import ListAccesses, ListEntries
from infrastructure.containers.wiring import query
from infrastructure.memory.audit.checkpoints import MemoryCheckpoints
from infrastructure.memory.audit.colleagues import MemoryColleagues
from infrastructure.memory.audit.entries import MemoryAuditEntries
from infrastructure.memory.audit.records import MemoryRecords
from infrastructure.postgres.audit.colleagues import PostgresColleagues
from infrastructure.postgres.audit.entries import PostgresAuditEntries
from infrastructure.postgres.audit.records import PostgresRecords
from infrastructure.postgres.ledger.checkpoints import PostgresCheckpoints
from infrastructure.postgres.list_reads import ListReads


class AuditContainer(containers.DeclarativeContainer):
    """Wires reading the trail. ``auditors`` are connections in the auditor's role."""

    shared = providers.DependenciesContainer()
    patients = providers.DependenciesContainer()
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
    accesses = providers.Singleton(Accesses, entries, records, colleagues)

    trail = providers.Singleton(Entries, entries, colleagues)

    list_entries = query(shared, ListEntries, trail.provided.list)
    list_checkpoints = query(shared, ListCheckpoints, checkpoints.provided.list)
    list_accesses = query(shared, ListAccesses, accesses.provided.list)
