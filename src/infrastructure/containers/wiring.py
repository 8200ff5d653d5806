"""How a use case is wrapped, and how all of them are found again."""

from collections.abc import Mapping
from typing import Any

from dependency_injector import containers, providers

from application.shared.command import Command
from application.shared.pipeline import AnyPipeline, CommandPipeline, QueryPipeline
from application.shared.query import Query


def command(shared: Any, command: type[Command], handler: type, **ports: Any) -> "providers.Singleton[Any]":
    """Wire a command's handler to its ports, wrapped in the pipeline."""
    return providers.Singleton(
        CommandPipeline,
        command,
        providers.Singleton(handler, **ports),
        transactions=shared.transactions,
        audit=shared.audit,
        clocks=_clocks(shared, command.operation),
        represented=shared.represented,
        care=_care(shared, command.operation),
        sharing=shared.sharing,
        ids=shared.ids,
    )


def query(shared: Any, query: type[Query], answer: Any, *, follower: str | None = None) -> "providers.Singleton[Any]":
    """Wire a query to what answers it, wrapped in the pipeline. ``follower`` names an asynchronous read model."""
    return providers.Singleton(
        QueryPipeline,
        query,
        answer,
        audit=shared.audit,
        consistency=shared.consistency,
        clocks=_clocks(shared, query.operation),
        represented=shared.represented,
        care=_care(shared, query.operation),
        sharing=shared.sharing,
        follower=follower,
    )


def pipelines(container: containers.Container) -> Mapping[type[Command] | type[Query], AnyPipeline]:
    """Build every use case of a container, by its command or query."""
    built: dict[type[Command | Query], AnyPipeline] = {}
    for provider in container.traverse(types=[providers.Singleton]):
        if provider.cls is CommandPipeline:
            pipeline = provider()
            built[pipeline.command] = pipeline
        elif provider.cls is QueryPipeline:
            pipeline = provider()
            built[pipeline.query] = pipeline
    return built


def _clocks(shared: Any, operation: str) -> Any:
    """Let credentials and sessions live in the present, in a sandbox too: a token is good for minutes of it."""
    return shared.present if _lives_in_the_present(operation) else shared.clocks


def _care(shared: Any, operation: str) -> Any:
    """Ask who is in whose care at the clinic's time, whichever the operation lives in."""
    return shared.care_by_the_clinics_clock if _lives_in_the_present(operation) else shared.care


def _lives_in_the_present(operation: str) -> bool:
    return operation.startswith("identity.")
