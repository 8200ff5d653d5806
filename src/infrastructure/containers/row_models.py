"""Which tables are rebuilt from whose facts, found in the wiring that writes them, so that none is missed."""

from typing import Any, Final

from dependency_injector import containers, providers

from domain.shared.aggregate import Aggregate
from infrastructure.clocks import SystemClock
from infrastructure.containers.application import ApplicationContainer
from infrastructure.memory.key_vault import InMemoryKeyVault
from infrastructure.postgres.followers.rows import RowModel
from infrastructure.postgres.repository import PostgresRepository, Projection

KEPT: Final = {
    "event": "The log itself.",
    "feed": "The log's own order, given once.",
    "feed_head": "The last number given in the feed.",
    "checkpoint": "How far followers are in the feed.",
    "command": "Answers kept for retries, as they were given.",
    "subject_key": "The keys without which no fact can be read.",
    "audit_entry": "A record of its own: reads and refused commands have no fact.",
    "audit_subject": "By whom entries of the trail are found, written with each of them.",
    "audit_arrival": "Entries that wait to be sealed.",
    "ledger_head": "How far the ledger over the trail has come.",
    "ledger_entry": "The numbers of the trail's entries, given once.",
    "ledger_batch": "What was signed of the trail.",
    "ledger_checkpoint": "What was signed of the ledger as a whole.",
    "ledger_anchoring": "Who has taken which checkpoint.",
    "job": "Work to be done; a row is its own truth.",
    "credential": "Password hashes, which no fact holds.",
    "second_factor": "Devices' keys and digests of recovery codes, which no fact holds.",
    "sign_in_tries": "A count that is forgotten: whose name was tried is no fact of anybody.",
    "sign_in_session": "Digests of refresh tokens, which no fact holds.",
    "api_key_secret": "Digests of keys, which no fact holds.",
    "calendar_secret": "Digests of links, which no fact holds.",
}
"""The tables of a clinic that are no read models, each with the reason why nothing could build it anew."""


def row_models(container: containers.Container) -> tuple[RowModel, ...]:
    """Give everything that is written with its facts; aggregates that share a table are rebuilt together."""
    written: dict[type[Aggregate], tuple[Projection[Any], ...]] = {}
    for provider in container.traverse(types=[providers.Singleton]):
        kind: Any = provider.cls  # a class, or a function that makes the thing
        if isinstance(kind, type) and issubclass(kind, PostgresRepository):
            repository = provider()
            written[repository.aggregate] = repository.projections
    models: list[dict[type[Aggregate], tuple[Projection[Any], ...]]] = []
    for aggregate, projections in sorted(written.items(), key=lambda item: _tables({item[0]: item[1]})):
        tables = _tables({aggregate: projections})
        sharing = [model for model in models if set(_tables(model)) & set(tables)]
        joined = {aggregate: projections}
        for model in sharing:
            models.remove(model)
            joined = model | joined
        models.append(joined)
    return tuple(RowModel(_name(model), model) for model in models)


def unconnected() -> ApplicationContainer:
    """Give the application with nothing behind it, to be looked at."""
    return ApplicationContainer(storage="postgres", pool=None, vault=InMemoryKeyVault(), clock=SystemClock())


def _tables(model: dict[type[Aggregate], tuple[Projection[Any], ...]]) -> tuple[str, ...]:
    return tuple(table.name for those in model.values() for each in those for table in each.tables)


def _name(model: dict[type[Aggregate], tuple[Projection[Any], ...]]) -> str:
    """Name a model as its aggregates' own tables are named."""
    return "-and-".join(those[0].tables[0].name.replace("_", "-") for those in model.values())
