"""How an aggregate decides, is recorded, and comes back from its facts."""

from datetime import UTC, datetime
from typing import Self
from uuid import UUID

import pytest
from eventsourcing.domain import OriginatorIDError, OriginatorVersionError
from msgspec.structs import replace

from domain.shared.aggregate import ENVELOPE, Aggregate, event, fold
from domain.shared.errors import DomainError

ONE, TWO = UUID(int=1), UUID(int=2)
NINE, TEN = datetime(2030, 5, 14, 9, tzinfo=UTC), datetime(2030, 5, 14, 10, tzinfo=UTC)


class LampBroken(DomainError):
    """A broken lamp is not switched.

    Source: common sense.
    """

    code = "shared.lamp-broken"
    mend = "Buy another."


class NoSentence(DomainError):  # noqa: D101  # what it lacks is the point
    code = "shared.no-sentence"
    mend = "Write one."


class Lamp(Aggregate):
    """Something that can be switched."""

    class Bought(Aggregate.Created, frozen=True, kw_only=True):
        """There is a lamp."""

        watts: int

    class Switched(Aggregate.Event, frozen=True, kw_only=True):
        """The lamp went on or off."""

        on: bool

    @classmethod
    def buy(cls, id: UUID, watts: int) -> Self:  # noqa: A002  # an aggregate's verb speaks of its id
        """Get a lamp."""
        return cls._create(cls.Bought, id=id, watts=watts)

    def switch(self, *, on: bool) -> None:
        """Turn it on or off."""
        self._switched(on=on)

    @event(Bought)
    def __init__(self, watts: int) -> None:
        self.watts = watts
        self.on = False

    @event(Switched)
    def _switched(self, *, on: bool) -> None:
        self.on = on


bought = Lamp.Bought(originator_id=ONE, originator_version=1, timestamp=NINE, watts=40)
switched = Lamp.Switched(originator_id=ONE, originator_version=2, timestamp=TEN, on=True)


def test_recording_stamps_the_facts() -> None:
    """Facts are dated when they are recorded, with the time of the command that decided them."""
    lamp = Lamp.buy(ONE, 40)
    lamp.switch(on=True)
    assert [fact.timestamp for fact in lamp.record(NINE)] == [NINE, NINE]
    assert (lamp.created_on, lamp.modified_on) == (NINE, NINE)


def test_recording_twice_records_once() -> None:
    """What was handed over is not handed over again."""
    lamp = Lamp.buy(ONE, 40)
    lamp.record(NINE)
    assert lamp.record(TEN) == ()
    assert lamp.modified_on == NINE


def test_a_later_fact_leaves_the_birthday() -> None:
    """A change moves the time of the last change, not the time of creation."""
    lamp = fold(Lamp, (bought,))
    lamp.switch(on=True)
    lamp.record(TEN)
    assert (lamp.created_on, lamp.modified_on, lamp.version) == (NINE, TEN, 2)


def test_history_loads() -> None:
    """An aggregate is what its facts made it."""
    lamp = fold(Lamp, (bought, switched))
    assert (lamp.id, lamp.watts, lamp.on, lamp.version) == (ONE, 40, True, 2)


def test_an_undecided_fact_has_no_date() -> None:
    """The domain reads no clock: until it is recorded a fact is undated."""
    lamp = Lamp.buy(ONE, 40)
    assert lamp.created_on == datetime(1970, 1, 1, tzinfo=UTC)


def test_no_history() -> None:
    """Nothing comes of nothing."""
    with pytest.raises(ValueError, match=r"^an aggregate has at least one fact$"):
        fold(Lamp, ())


def test_facts_of_another_stream() -> None:
    """A fact of another lamp does not change this one."""
    with pytest.raises(OriginatorIDError):
        fold(Lamp, (bought, replace(switched, originator_id=TWO)))


def test_facts_out_of_order() -> None:
    """A gap in the history is noticed."""
    with pytest.raises(OriginatorVersionError):
        fold(Lamp, (bought, replace(switched, originator_version=3)))


def test_the_envelope() -> None:
    """Four fields place a fact in its stream; the rest is what happened."""
    assert {"originator_id", "originator_version", "timestamp", "originator_topic"} == ENVELOPE


def test_a_refusal_speaks_in_a_sentence() -> None:
    """A refusal names its rule in a sentence, its code, and what would help."""
    refusal = LampBroken(watts=40)
    assert (str(refusal), refusal.rule(), refusal.details) == (
        "shared.lamp-broken",
        "A broken lamp is not switched.",
        {"watts": 40},
    )


def test_a_refusal_without_a_sentence() -> None:
    """Where the sentence is missing the code stands in for it."""
    assert NoSentence.rule() == "shared.no-sentence"
