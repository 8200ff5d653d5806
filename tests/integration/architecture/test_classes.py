"""Every value has a class, decided where its type is declared, and stands only where that class may."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
import pytest

from application.published.fact import PublishedFact
from application.shared.command import Command, Receipt
from application.shared.confidential import Confidential
from application.shared.query import Query, View
from domain.shared.aggregate import Aggregate
from domain.shared.classes import class_of, fields_within
from domain.shared.values import DataClass, Secret, ValueObject
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.facts.registry import FactType
from integration.architecture.everything import subclasses
from integration.stack import Stack
from interfaces.http.application import ROUTES
from interfaces.http.routes import CommandRoute, QueryRoute
from interfaces.jobs.kinds import job_kinds

SECRET: Final = DataClass.SECRET

STATED: Final[tuple[type[Any], ...]] = (Command, Receipt, Query, View, PublishedFact)
"""What is said and answered, outside and inside."""

KINDS: Final[list[Any]] = [
    *(kind.fact for kind in REGISTRY.types),
    *(kind for base in STATED for kind in subclasses(base, "application")),
    *(route.view for route in ROUTES if isinstance(route, QueryRoute)),
    *subclasses(ValueObject, "domain"),
]


class Note(ValueObject, frozen=True):
    """Says something, and nobody has said of which class it is."""

    text: str


class Noted(Aggregate):
    """Somebody who forgets what others may know."""

    class Written(Aggregate.Created, frozen=True, kw_only=True):
        """Something was written down."""

        notes: tuple[Note, ...]

    class Locked(Aggregate.Event, frozen=True, kw_only=True):
        """A lock was put before it."""

        combination: Secret[str]


def unclassified(kinds: Iterable[Any]) -> list[str]:
    """Name the fields that nobody has given a class."""
    return sorted(str(field) for field in fields_within(kinds) if field.data_class is None)


def classes_in(kind: Any) -> set[DataClass | None]:
    """Give the classes of a struct's fields."""
    return {class_of(field.type) for field in msgspec.structs.fields(kind)}


def test_every_field_has_a_class() -> None:
    """Of every fact, command, receipt, query, view, published fact, and of every value in them.

    Whoever reads this because it failed marks the field, or better the type that it is of: `Public`, `Personal`,
    `Clinical` or `Secret`.
    """
    assert unclassified(KINDS) == []


def test_a_field_without_one_is_found() -> None:
    """However deep it stands, and named with its type."""
    assert unclassified([*KINDS, Noted.Written]) == [f"{__name__}.Note.text: {str}"]


@pytest.mark.parametrize("kind", REGISTRY.types, ids=lambda kind: kind.name)
def test_what_a_fact_holds_in_clear_is_public(kind: FactType) -> None:
    """Whatever is personal or clinical is in the part that is sealed, and nothing else is; no part is a secret."""
    assert classes_in(kind.clear_part) <= {DataClass.PUBLIC}
    assert classes_in(kind.sealed_part) <= {DataClass.PERSONAL, DataClass.CLINICAL}


def test_a_fact_with_a_secret_is_none() -> None:
    """It cannot even be registered."""
    with pytest.raises(TypeError, match="secrets are not stored: combination"):
        FactType("noted.locked", Noted.Locked)


@pytest.mark.parametrize("fact", subclasses(PublishedFact, "application"), ids=lambda fact: fact.__name__)
def test_what_is_published_is_public(fact: type[PublishedFact]) -> None:
    """What is told to others, over the feed and otherwise, tells nothing of anybody."""
    assert classes_in(fact) <= {DataClass.PUBLIC}


def test_what_a_job_is_told_is_public(stack: Stack) -> None:
    """A job's arguments are those of the command that does it: ids, codes and instants."""
    commands = {kind.operation: kind for kind in subclasses(Command, "application") if "operation" in vars(kind)}
    told = {kind.name: classes_in(commands[kind.name]) for kind in job_kinds(stack.use_cases)}
    assert told
    assert {name: classes for name, classes in told.items() if not classes <= {DataClass.PUBLIC}} == {}


def test_no_view_holds_a_secret() -> None:
    """A secret is answered once, by the command that made it, and can be read nowhere afterwards."""
    shown = [route.view for route in ROUTES if isinstance(route, QueryRoute)]
    secret = [str(field) for field in fields_within(shown) if field.data_class is DataClass.SECRET]
    assert secret == []


def test_an_answer_with_a_secret_is_not_kept() -> None:
    """A command that answers with a secret takes no key, under which its answer would be stored."""
    telling = [route for route in ROUTES if isinstance(route, CommandRoute) and SECRET in classes_in(route.receipt)]
    assert telling
    assert [route.command.operation for route in telling if route.command.keyed] == []


def test_what_has_a_secret_in_it_prints_as_its_name() -> None:
    """So that no log line and no failing test says it."""
    holding = [
        kind for base in (Command, Receipt) for kind in subclasses(base, "application") if SECRET in classes_in(kind)
    ]
    assert holding
    assert [kind.__name__ for kind in holding if not issubclass(kind, Confidential)] == []
