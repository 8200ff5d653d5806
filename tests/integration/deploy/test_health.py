"""The image's health check against servers in every state."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from integration.deploy.files import DEPLOY


def checked(port: int) -> int:
    """Run the check as the image does and give its exit code."""
    command = [sys.executable, "-I", str(DEPLOY / "health.py")]
    environment = os.environ | {"POLYCLINIC_PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60).returncode


@contextmanager
def answering(status: int) -> Iterator[int]:
    """Run an API whose health has a status, and give its port."""

    class Api(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/api/monitoring/health" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Api) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            serving.join()


@pytest.mark.parametrize(("status", "exit_code"), [(200, 0), (503, 1), (307, 1)])
def test_it_believes_only_ok(status: int, exit_code: int) -> None:
    """A process is alive when it says so with 200; whoever redirects is another program."""
    with answering(status) as port:
        assert checked(port) == exit_code


def test_nobody_is_not_healthy() -> None:
    """Nobody listening is no."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert checked(free.getsockname()[1]) == 1


def test_a_hung_process_is_not_healthy() -> None:
    """Whoever takes the connection and never answers is no, within the check's own time."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        assert checked(mute.getsockname()[1]) == 1
