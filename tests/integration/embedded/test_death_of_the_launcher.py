import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infrastructure.embedded import EmbeddedPostgres, EmbeddedValkey
from infrastructure.embedded.binaries import find_valkey
from infrastructure.embedded.leftover import end_leftovers
from integration.embedded.launching import Kind, is_gone, kill, launched_elsewhere, parent_of

both = pytest.mark.parametrize("kind", [EmbeddedPostgres, EmbeddedValkey])


@both
def test_a_killed_launcher_leaves_no_server(kind: Kind, tmp_path: Path) -> None:
    """A server does not outlive a kill -9 of the process that started it."""
    with launched_elsewhere(kind, tmp_path) as (launcher, server):
        kill(launcher)
        assert is_gone(server)


def test_a_killed_launcher_leaves_no_socket(tmp_path: Path) -> None:
    """Crashes do not fill the temporary folder."""
    with launched_elsewhere(EmbeddedPostgres, tmp_path) as (launcher, server):
        folder = (tmp_path / "socket").resolve()
        guard = parent_of(server)
        assert folder.exists()
        kill(launcher)
        assert is_gone(guard)
    assert not folder.exists()


@both
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_killed_guard_leaves_no_server(kind: Kind, tmp_path: Path) -> None:
    """Even without its guard a server does not stay."""
    with launched_elsewhere(kind, tmp_path) as (_, server):
        kill(parent_of(server))
        assert is_gone(server)


@both
def test_a_forked_child_does_not_keep_the_server(kind: Kind, tmp_path: Path) -> None:
    """A child that the launcher forked, and that holds all its files, does not keep the server alive."""
    with launched_elsewhere(kind, tmp_path, forking=True) as (launcher, server):
        kill(launcher)
        assert is_gone(server)


@both
def test_a_forked_child_does_not_hold_up_a_stop(kind: Kind, tmp_path: Path) -> None:
    """A launcher that stops its server is not kept waiting by a child that it forked."""
    with launched_elsewhere(kind, tmp_path, forking=True) as (launcher, server):
        os.kill(launcher, signal.SIGTERM)
        assert is_gone(server)
        assert is_gone(launcher)


@both
def test_ctrl_c_reaches_only_the_launcher(kind: Kind, tmp_path: Path) -> None:
    """The keyboard's interrupt leaves the server up while its launcher finishes what it does."""
    with kind(tmp_path) as server:
        assert os.getpgid(server.pid) != os.getpgrp()


@both
def test_the_next_start_comes_right_after_a_kill(kind: Kind, tmp_path: Path) -> None:
    """Nobody has to wait or tidy up after a crash."""
    with launched_elsewhere(kind, tmp_path) as (launcher, _):
        kill(launcher)
    with kind(tmp_path) as server:
        assert server.is_running


@pytest.fixture
def leftover(kind: Kind, tmp_path: Path) -> Iterator[int]:
    """Give a server whose launcher and guard are both gone."""
    with launched_elsewhere(kind, tmp_path, unstoppable=True) as (launcher, server):
        kill(parent_of(server))
        kill(launcher)
    yield server
    with contextlib.suppress(ProcessLookupError):
        kill(server)


@both
def test_a_leftover_server_is_ended(kind: Kind, tmp_path: Path, leftover: int) -> None:
    """A server that nobody looks after makes way for the next one."""
    assert not is_gone(leftover, within_seconds=0.2)
    with kind(tmp_path) as server:
        assert server.pid != leftover
        assert is_gone(leftover)


@pytest.mark.parametrize("kind", [EmbeddedValkey])
def test_a_leftover_that_hangs_is_killed(tmp_path: Path, leftover: int) -> None:
    """A server that does not listen is not waited for without end."""
    os.kill(leftover, signal.SIGSTOP)
    end_leftovers(tmp_path / "data", find_valkey().name, signal.SIGTERM, patience_seconds=0.1)
    assert is_gone(leftover)


def test_a_stranger_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    """Only the server's own program is ended, not a shell that someone left in its folder."""
    with subprocess.Popen([sys.executable, "-c", "input()"], cwd=tmp_path, stdin=subprocess.PIPE) as stranger:
        end_leftovers(tmp_path, "postgres", signal.SIGINT)
        assert stranger.poll() is None
        stranger.kill()
