"""The real API as processes of their own, each on a free port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from bench.machine import ROOT
from bench.stage import Stage

_READY_WITHIN = 30.0


@contextmanager
def api_process(stage: Stage) -> Iterator[int]:
    """Run one API process over the stage's database and keys; give its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DATABASE_URL": stage.url,
        "POLYCLINIC_DATA_DIRECTORY": str(stage.folder),
        "POLYCLINIC_PORT": str(port),
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-m", "interfaces.cli", "api"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        _await_health(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _await_health(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/api/monitoring/health", timeout=1).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    message = "the API did not come up; run 'polyclinic api' by hand to see why"
    raise RuntimeError(message)
