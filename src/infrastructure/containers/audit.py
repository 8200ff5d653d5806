"""The audit trail's use cases."""

from typing import Any

from dependency_injector import containers, providers

from application.audit.accesses import Accesses
from application.audit.queries import ListAccesses, ListEntries
from infrastructure.containers.wiring import query
from infrastructure.memory.audit.colleagues import MemoryColleagues
from infrastructure.memory.audit.entries import MemoryAuditEntries
from infrastructure.memory.audit.records import MemoryRecords
from infrastructure.postgres.audit.colleagues import PostgresColleagues
from infrastructure.postgres.audit.entries import PostgresAuditEntries
from infrastructure.postgres.audit.records import PostgresRecords
from infrastructure.postgres.list_reads import ListReads


class AuditContainer(containers.DeclarativeContainer):
    """Wires reading the trail. ``auditors`` are connections in the auditor's role."""

    shared = providers.DependenciesContainer()
    patients = providers.DependenciesContainer()
    directory = providers.DependenciesContainer()
    auditors: "providers.Dependency[Any]" = providers.Dependency(default=None)

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
    accesses = providers.Singleton(Accesses, entries, records, colleagues)

    list_entries = query(shared, ListEntries, entries.provided.entries)
    list_accesses = query(shared, ListAccesses, accesses.provided.list)
