"""How often something is taken of one."""

import pytest

from interfaces.http import allowance
from interfaces.http.allowance import Allowance


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        """Give the seconds."""
        return self.at


def test_so_many_and_then_as_many_a_minute() -> None:
    """Sixty at once; then one a second, and the wait is told."""
    clock = Seconds()
    allowed = Allowance(60, clock)
    assert [allowed.wait("a") for _ in range(61)] == [0.0] * 60 + [1.0]
    clock.at = 0.5
    assert allowed.wait("a") == pytest.approx(0.5)
    clock.at = 1.5
    assert allowed.wait("a") == 0.0


def test_each_for_itself() -> None:
    """What one took nobody else lacks."""
    allowed = Allowance(1, Seconds())
    assert (allowed.wait("a"), allowed.wait("b"), allowed.wait("a") > 0) == (0.0, 0.0, True)


def test_nobody_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many, who came longest ago is forgotten, and starts anew."""
    monkeypatch.setattr(allowance, "MOST_KNOWN", 2)
    allowed = Allowance(1, Seconds())
    assert [allowed.wait(who) for who in ("a", "b", "c", "a")] == [0.0] * 4
