"""What `make run` says when it cannot come up: what is wrong and the mend, in a sentence, with nothing left running."""

import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from integration.fresh_machine.newcomer import IS_ROOT, Newcomer
from integration.fresh_machine.processes import at_work
from integration.fresh_machine.runs import Finished, Run

pytestmark = pytest.mark.parametrize("newcomer", ["ordinary"], indirect=True)


@pytest.fixture
def elsewhere(newcomer: Newcomer, first: Finished) -> Iterator[Path]:  # noqa: ARG001  it made the environment
    """Give another folder for the data."""
    with tempfile.TemporaryDirectory(dir=newcomer.checkout) as folder:
        newcomer.own(Path(folder))
        yield Path(folder)


@pytest.fixture
def disk_full_of_servers(newcomer: Newcomer, elsewhere: Path) -> Iterator[Path]:
    """Give a disk on which the servers start, and which they fill soon."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=50m", "tmpfs", elsewhere], check=True)
    newcomer.own(elsewhere)
    yield elsewhere
    subprocess.run(["umount", elsewhere], check=True)


@pytest.fixture
def disk_full_for_us(elsewhere: Path) -> Path:
    """Give a folder in which our own notes find no room, whoever runs these tests."""
    (elsewhere / "demo.draft").symlink_to("/dev/full")
    return elsewhere


def test_a_taken_port(newcomer: Newcomer, first: Finished) -> None:  # noqa: ARG001  it made the environment
    """The port is named, and a command with another."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = newcomer.refused(POLYCLINIC_PORT=str(port))
    assert f"Error: Port {port} on 127.0.0.1 is taken by another program. Stop that program, or" in said
    assert f"choose another port: POLYCLINIC_PORT={port + 1}\n" in said


def test_a_second_system_on_the_same_data(newcomer: Newcomer, second: Run) -> None:
    """The process that has the data is named, and goes on."""
    said = newcomer.refused()
    assert any(f"Error: Process {worker} already runs a server in" in said for worker in second.workers)
    assert "Stop that process, or choose another directory.\n" in said
    assert answers(second)


@pytest.mark.parametrize("disk", ["disk_full_for_us", *(["disk_full_of_servers"] if IS_ROOT else [])])
def test_a_full_disk(newcomer: Newcomer, request: pytest.FixtureRequest, disk: str) -> None:
    """Whatever it is that finds no room, the disk is named, and how much is needed."""
    folder: Path = request.getfixturevalue(disk)
    said = newcomer.refused(POLYCLINIC_DATA_DIRECTORY=str(folder))
    assert said.startswith(f"Error: The disk of {folder}")
    assert "is full. Free some space (200 MB are enough to begin) and start again.\n" in said
    assert at_work(folder) == {}


def test_a_failed_start(newcomer: Newcomer, elsewhere: Path) -> None:
    """A cluster that lost its files: PostgreSQL's last words, what can be done, and where the whole log is."""
    (elsewhere / "postgres" / "data").mkdir(parents=True)
    newcomer.own(elsewhere)
    said = newcomer.refused(POLYCLINIC_DATA_DIRECTORY=str(elsewhere))
    assert said.startswith("Error: The server did not start; its last words:\n  postgres: could not access")
    assert f"Mend that, or set {elsewhere}/postgres aside to begin without data" in said
    assert f"the whole log is {elsewhere}/postgres/postgres.log.\n" in said
    assert at_work(elsewhere) == {}


def test_data_that_cannot_be_written(newcomer: Newcomer, elsewhere: Path) -> None:
    """A place that cannot hold a folder is named, and the setting that chooses another."""
    (elsewhere / "file").touch()
    said = newcomer.refused(POLYCLINIC_DATA_DIRECTORY=str(elsewhere / "file"))
    assert said.startswith(f"Error: {elsewhere}/file cannot be used (File exists). ")
    assert "choose another place with POLYCLINIC_DATA_DIRECTORY.\n" in said


def answers(run: Run) -> bool:
    """Whether the system still serves whoever signs in."""
    return run.paste(f'{run.sign_in}\necho "$TOKEN"').strip() not in ("", "null")
