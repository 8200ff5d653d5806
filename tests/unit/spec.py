"""Given/when/then over facts: the language in which every rule is told.

given(Appointment, booked).when(cancelling).then(Appointment.Cancelled(late=False))
given(Appointment, booked, cancelled).when(cancelling).then_rejected(AppointmentAlreadyCancelled)
given().when(lambda: Appointment.book(...)).then(booked)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec
import pytest

from domain.shared.aggregate import ENVELOPE, Aggregate, Fact, fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.shared.errors import DomainError

STREAM = UUID(int=1)
"""The id of the aggregate that a story is about."""


class Told(NamedTuple):
    """A story that came true, for whoever listens: the handbook is made of them."""

    aggregate: type[Aggregate] | None
    history: tuple[Fact, ...]
    act: Callable[..., Any]
    expected: tuple[Fact, ...] = ()
    rule: type[DomainError] | None = None
    details: dict[str, Any] = {}  # noqa: RUF012 - nobody writes to it


AUDIENCE: list[Callable[[Told], None]] = []
"""Who hears each story, after it came true."""


def given(aggregate: type[Aggregate] | None = None, *history: Fact) -> Scenario:
    """Begin a story with what has happened so far; with nothing, when it tells how an aggregate comes into being."""
    return Scenario(aggregate, history)


class Scenario:
    """A story in three steps. Asserts facts, never private state."""

    def __init__(self, aggregate: type[Aggregate] | None, history: tuple[Fact, ...]) -> None:
        placed = [
            msgspec.structs.replace(fact, originator_id=STREAM, originator_version=version)
            for version, fact in enumerate(history, start=1)
        ]
        self._aggregate = aggregate
        self._history = history
        self._subject: Any = fold(aggregate, placed) if aggregate is not None else None
        self._act: Callable[..., Any] | None = None

    def when(self, act: Callable[..., Any]) -> Scenario:
        """Name what is done: a callable on the aggregate, or one without arguments that makes a new aggregate."""
        self._act = act
        return self

    def then(self, *expected: Fact) -> None:
        """Expect exactly these facts, in this order; no facts where the verb rightly does nothing."""
        subject = self._perform()
        assert [_bare(fact) for fact in subject.collect_events()] == [_bare(fact) for fact in expected]
        self._tell(expected=expected)

    def then_rejected(self, rule: type[DomainError], **details: Any) -> None:
        """Expect the rule's refusal, with at least these details, and that nothing was recorded.

        A detail that is empty helps nobody, so it is expected by name where it has a meaning.
        """
        with pytest.raises(rule) as refusal:
            self._perform()
        assert type(refusal.value) is rule
        told = {name: value for name, value in refusal.value.details.items() if name in details or value is None}
        assert told == details
        if self._subject is not None:
            assert self._subject.collect_events() == []
        self._tell(rule=rule, details=details)

    def _tell(self, **ending: Any) -> None:
        assert self._act is not None
        for hear in AUDIENCE:
            hear(Told(self._aggregate, self._history, self._act, **ending))

    def _perform(self) -> Any:
        assert self._act is not None, "a story needs a when()"
        if self._subject is None:
            return self._act()
        self._act(self._subject)
        return self._subject


def _bare(fact: Any) -> tuple[type, dict[str, Any]]:
    return type(fact), {name: getattr(fact, name) for name in fact.__struct_fields__ if name not in ENVELOPE}
