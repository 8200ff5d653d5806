"""The board marks a visit by the facts it is given; the domain folds them. Both say the same of every fact."""

from uuid import UUID

import msgspec
import pytest

from domain.scheduling.appointments.appointment import Appointment
from domain.shared.aggregate import CreatedFact, Fact, fold
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.facts.codec import Codec
from infrastructure.facts.registry import FactType
from infrastructure.postgres.scheduling.day_board import STATUS, DayBoardFollower
from integration.examples import RECORDED_AT
from integration.golden.files import example_of

KINDS = [kind for kind in REGISTRY.types if kind.name.startswith("scheduling.appointment.")]
MADE = [kind for kind in KINDS if issubclass(kind.fact, CreatedFact)]
CODEC = Codec(REGISTRY)
STREAM = UUID(int=1)


def a_fact(kind: FactType, version: int = 1) -> Fact:
    """Make a fact of a kind, in its place in one appointment's stream."""
    golden = example_of(kind)
    personal = None if golden.personal is None else msgspec.json.encode(golden.personal)
    data = msgspec.json.encode(golden.clear)
    return CODEC.decode(kind.name, kind.revision, data, personal, stream=STREAM, version=version, at=RECORDED_AT)


@pytest.mark.parametrize("made", MADE, ids=lambda kind: kind.name)
def test_a_visit_begins_on_the_board_as_it_does_in_the_domain(made: FactType) -> None:
    """What was booked is booked, and what was asked for is pending."""
    assert fold(Appointment, [a_fact(made)]).status is STATUS[made.fact]


@pytest.mark.parametrize("made", MADE, ids=lambda kind: kind.name)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in MADE], ids=lambda kind: kind.name)
def test_a_fact_makes_the_same_of_a_visit(made: FactType, kind: FactType) -> None:
    """Each later fact leads to the status that the domain folds to, or leaves the one that was."""
    before = fold(Appointment, [a_fact(made)]).status
    after = fold(Appointment, [a_fact(made), a_fact(kind, version=2)]).status
    assert after is STATUS.get(kind.fact, before)


def test_the_board_is_told_of_every_fact() -> None:
    """There is no fact of an appointment that the board passes over, but for the visit's place in a series."""
    of_series = {Appointment.JoinedSeries, Appointment.SetApart}
    assert DayBoardFollower.kinds | of_series == {kind.fact for kind in KINDS}
