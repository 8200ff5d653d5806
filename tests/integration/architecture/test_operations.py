"""An operation has one name, and every place that must know it does."""

from collections.abc import Iterator
from types import NoneType
from typing import Any, get_args, get_type_hints

import pytest
from dependency_injector import providers

from application.scheduling.calendars.feed import READING
from application.shared.access import ACCESS, TABLE, parse
from application.shared.command import Command
from application.shared.field_groups import FIELD_GROUPS
from application.shared.query import Query
from application.shared.subjects import tells_of_patients
from application.shared.withholding import NOTHING_CLINICAL, clinical_fields
from domain.shared.errors import DomainError
from domain.shared.roles import Role
from infrastructure.containers.wiring import pipelines
from integration.architecture.everything import subclasses
from integration.contracts.conftest import STORAGES
from integration.stack import Stack, running
from interfaces.http.application import ROUTES
from interfaces.http.openapi.kinds import structs
from interfaces.http.routes import CommandRoute, QueryRoute
from interfaces.jobs.kinds import job_kinds

Operation = type[Command] | type[Query]


def operations() -> list[Operation]:
    """Give every command and query of the application."""
    found: list[Any] = [*subclasses(Command, "application"), *subclasses(Query, "application")]
    return [operation for operation in found if "operation" in vars(operation)]


def test_names_are_unique() -> None:
    """No two operations share a name, and each is ``context.verb-noun``."""
    names = [operation.operation for operation in operations()]
    assert sorted(set(names)) == sorted(names)
    contexts = {operation.operation: operation.__module__.split(".")[1] for operation in operations()}
    assert {name: context for name, context in contexts.items() if not name.startswith(f"{context}.")} == {}


def test_the_access_table_knows_exactly_the_operations() -> None:
    """Every operation has a row, and every row an operation."""
    assert set(ACCESS) == {operation.operation for operation in operations()}


def test_what_tells_of_patients_is_audited() -> None:
    """An operation that names a patient, or a query whose answer may, has a row in the table of field groups."""
    views = [(route.query, route.view) for route in ROUTES if isinstance(route, QueryRoute)]
    telling = {asked.operation for asked in operations() if tells_of_patients(asked)}
    telling |= {query.operation for query, view in views if tells_of_patients(view)}
    assert telling
    assert telling - FIELD_GROUPS.keys() == set()
    assert FIELD_GROUPS.keys() - ACCESS.keys() == {READING}


def test_every_operation_is_somebodys() -> None:
    """A row that grants nothing to anybody is a mistake."""
    assert [name for name, row in ACCESS.items() if not row] == []


def test_the_system_may_do_what_it_does(stack: Stack) -> None:
    """Polyclinic itself has the rights that its jobs use, and no others to lose."""
    granted = {operation for operation, row in ACCESS.items() if Role.SYSTEM in row}
    assert granted == {kind.name for kind in job_kinds(stack.use_cases)}


def test_the_table_is_read_as_it_is_written() -> None:
    """A row that is doubled, too short or says something unknown is refused."""
    row = TABLE.strip().splitlines()[-1]
    for wrong in (row, row.rpartition(" ")[0] + "x", row + " all", row.rsplit(maxsplit=1)[0]):
        with pytest.raises(ValueError, match="the access table's row"):
            parse(f"{TABLE}{wrong}\n" if wrong == row else f"{TABLE.strip().rpartition(chr(10))[0]}\n{wrong}\n")


def test_every_operation_is_routed_once() -> None:
    """Every operation that a person may ask for has one route; what the system alone does has none."""
    routed = [route.command if isinstance(route, CommandRoute) else route.query for route in ROUTES]
    assert sorted(set(routed), key=repr) == sorted(routed, key=repr)
    ours = {operation for operation in operations() if set(ACCESS[operation.operation]) == {Role.SYSTEM}}
    assert set(routed) == set(operations()) - ours


@pytest.mark.parametrize("storage", STORAGES)
async def test_every_operation_is_wired(stack: Stack, storage: str) -> None:
    """Each storage carries out every operation."""
    async with running(None if storage == "memory" else stack.pool) as wired:
        assert set(wired.use_cases) == set(operations())


@pytest.mark.parametrize("storage", STORAGES)
async def test_every_provider_builds(stack: Stack, storage: str) -> None:
    """Nothing in a container waits for a request to turn out wrong."""
    async with running(None if storage == "memory" else stack.pool) as wired:
        built = [provider() for provider in _providers(wired.container)]
        assert len(built) > len(pipelines(wired.container))


def test_refusals_are_rules() -> None:
    """What an operation says it can refuse with are rules, each named once."""
    for operation in operations():
        assert len(set(operation.refusals)) == len(operation.refusals), operation
        assert all(issubclass(refusal, DomainError) for refusal in operation.refusals), operation


def _providers(container: Any) -> Iterator[Any]:
    for provider in container.traverse(types=[providers.Singleton, providers.Factory, providers.Selector]):
        if not isinstance(provider, providers.Dependency):
            yield provider


def test_what_is_withheld_is_said_to_be() -> None:
    """What somebody may be shown without something clinical can be without it, and says then what is missing."""
    shown = [route.view for route in ROUTES if isinstance(route, QueryRoute) and _is_for_the_day(route)]
    clinical = {struct: clinical_fields(struct) for struct in structs(shown) if clinical_fields(struct)}
    assert clinical
    for view, names in clinical.items():
        hints = get_type_hints(view)
        assert hints["withheld"] == tuple[str, ...], view
        assert [name for name in names if NoneType not in get_args(hints[name])] == [], view


def _is_for_the_day(route: QueryRoute) -> bool:
    return not NOTHING_CLINICAL.isdisjoint(ACCESS[route.query.operation])
