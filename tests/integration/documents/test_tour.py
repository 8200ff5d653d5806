"""A newcomer's first minutes: one command, then the lines that it prints, on real parts, in a process of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

ROOT = Path(__file__).parents[3]
READY_WITHIN = 150.0
"""Seconds; a machine that runs other tests beside it takes its time."""


class Running(NamedTuple):
    """What ``make run`` started, and what it printed."""

    process: "subprocess.Popen[str]"
    printed: str
    folder: Path


def start(folder: Path) -> Running:
    """Start everything in a folder, and wait until it says that it is ready."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "PYTHONPATH")
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "interfaces.cli", "dev"],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT / "src"), "POLYCLINIC_PORT": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    printed, deadline = "", time.monotonic() + READY_WITHIN
    for line in process.stdout:
        printed += line
        if line.startswith("Ready after"):
            return Running(process, printed, folder)
        assert time.monotonic() < deadline, printed
    raise AssertionError(printed)


def stop(running: Running) -> str:
    """Press Ctrl-C, wait for the end, and give the last words."""
    running.process.send_signal(signal.SIGINT)
    last, _ = running.process.communicate(timeout=60)
    return last


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run everything in a folder whose name has a space."""
    running = start(tmp_path_factory.mktemp("first run"))
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.communicate()


def test_the_printed_lines_book_a_visit(running: Running) -> None:
    """Pasted as they are, they register, hold, book, move, read back and cancel."""
    lines = running.printed[running.printed.index("\nAPI=") : running.printed.index("\nReady after")]
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", lines], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "cancelled"), done.stdout + done.stderr


def test_one_port_tells_of_everything(running: Running) -> None:
    """What else runs in the process is told where the API is: no second port is opened for it."""
    found = re.search(r"(http://127\.0\.0\.1:\d+)/api/monitoring/ready", running.printed)
    assert found is not None
    monitoring = f"{found[1]}/api/monitoring"
    dependencies = httpx.get(f"{monitoring}/ready", timeout=10).json()["dependencies"]
    assert {name: each["state"] for name, each in dependencies.items()} == {
        "database": "up",
        "redis": "up",
        "sequencer": "up",
        "follower day-board": "up",
    }
    assert "polyclinic_sequencer_leading 1.0" in httpx.get(f"{monitoring}/metrics", timeout=10).text


def test_ctrl_c_leaves_no_process_and_keeps_the_data(running: Running) -> None:
    """It stops all of it; a second start takes up the same clinic with the same passwords."""
    pid = int((running.folder / ".data" / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])
    assert "Stopped" in stop(running)
    assert running.process.returncode == 0
    assert not Path(f"/proc/{pid}").exists()
    again = start(running.folder)
    try:
        passwords = re.compile(r"@example\.org\s+(\S+)")
        assert passwords.findall(again.printed) == passwords.findall(running.printed)
    finally:
        stop(again)
