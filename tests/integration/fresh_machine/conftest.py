"""Two starts of the real `make run` for each account: from nothing, and once more without a network."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from integration.fresh_machine.network import NOWHERE, cut_off
from integration.fresh_machine.newcomer import IS_ROOT, UMASK, Newcomer
from integration.fresh_machine.processes import nobody_stays
from integration.fresh_machine.runs import READY, Finished, Run
from integration.fresh_machine.terminal import Terminal

FIRST_START_WITHIN = 480.0
"""Seconds after which it hangs, with fetching the packages, on whichever machine."""
SECOND_START_WITHIN = 240.0

_ACCOUNTS = ("root", "ordinary") if IS_ROOT else ("ordinary",)


@pytest.fixture(scope="session", params=_ACCOUNTS)
def newcomer(request: pytest.FixtureRequest) -> Iterator[Newcomer]:
    """Give somebody with new sources: root (where root runs these tests), and an ordinary user."""
    # Not in pytest's own temporary folder, which is closed to other accounts.
    with tempfile.TemporaryDirectory(prefix="polyclinic-") as folder:
        yield Newcomer.at(Path(folder), ordinary=request.param == "ordinary")
        assert nobody_stays(Path(folder))  # also after a test that failed, whose window was merely closed


@pytest.fixture(scope="session")
def first(newcomer: Newcomer) -> Finished:
    """Type `make run`, paste what it prints, press Ctrl-C."""
    command = newcomer.typing("make", "run")
    terminal = Terminal(command, newcomer.checkout, newcomer.environment({"POLYCLINIC_PORT": "0"}), UMASK)
    with contextlib.closing(terminal):
        terminal.read_until(READY, FIRST_START_WITHIN)
        run = Run(newcomer, terminal)
        workers, toured = frozenset(run.workers.values()), run.paste(run.lines)
        terminal.ctrl_c()
        return Finished(run, workers, run.workers, toured)


@pytest.fixture(scope="session")
def second(newcomer: Newcomer, first: Finished) -> Iterator[Run]:  # noqa: ARG001  it left the data behind
    """Type `make run` once more, without a network, and keep it running."""
    command = cut_off(newcomer.typing("make", "run"))
    environment = newcomer.environment({"POLYCLINIC_PORT": "0", **NOWHERE})
    with contextlib.closing(Terminal(command, newcomer.checkout, environment, UMASK)) as terminal:
        terminal.read_until(READY, SECOND_START_WITHIN)
        yield Run(newcomer, terminal, is_cut_off=True)
        terminal.ctrl_c()
