"""How stretches of time are joined, cut and walked around."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.scheduling.slots.stretch import Obstacles, Stretch, merged, without

START = datetime(2030, 5, 14, tzinfo=UTC)


def clock(hour: int) -> datetime:
    """Give an hour of the day."""
    return START + timedelta(hours=hour)


def line(drawing: str) -> list[Stretch]:
    """Read stretches off a drawing: one column an hour, ``=`` taken."""
    found, begun = [], None
    for hour, mark in enumerate(f"{drawing} "):
        if mark == "=" and begun is None:
            begun = hour
        if mark != "=" and begun is not None:
            found.append(Stretch(clock(begun), clock(hour)))
            begun = None
    return found


def test_joining() -> None:
    """Stretches that touch, overlap or contain each other become one."""
    parts = [*line("===="), *line(" =="), *line("    =="), *line("       =")]
    assert list(merged(parts)) == line("====== =")


def test_joining_nothing() -> None:
    """Nothing joined is nothing."""
    assert list(merged([])) == []


@pytest.mark.parametrize(
    ("whole", "cut", "left"),
    [
        ("======", "  ==  ", "==  =="),
        ("======", "======", "      "),
        ("  ====", "===   ", "   ==="),
        ("====  ", "  ====", "==    "),
        ("== ===", " ===  ", "=   =="),
        ("======", "= = = ", " = = ="),
        ("   ===", "==    ", "   ==="),
        ("===   ", "    ==", "===   "),
        ("== ==", "     ", "== =="),
    ],
)
def test_cutting(whole: str, cut: str, left: str) -> None:
    """What is cut out is gone, the rest stays."""
    assert list(without(line(whole), line(cut))) == line(left)


def test_walking_around() -> None:
    """Going forward in time one learns when the first thing in the way ends."""
    way = Obstacles(line(" == =="))
    assert way.end_of_first(clock(0), clock(1)) is None
    assert way.end_of_first(clock(0), clock(2)) == clock(3)
    assert way.end_of_first(clock(3), clock(4)) is None
    assert way.end_of_first(clock(3), clock(9)) == clock(6)
    assert way.end_of_first(clock(6), clock(9)) is None
