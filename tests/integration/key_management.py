"""A key management service for tests: moto's server, a process of its own that speaks AWS's protocol."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from infrastructure.embedded.port import LOOPBACK, choose_port

WHO_ASKS: Final = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any", "AWS_REGION": "us-east-1"}
"""Credentials, in the environment; the server takes any, and tells by the signature which service is meant."""
ALIAS: Final = "alias/polyclinic"
WITHIN: Final = 240.0
"""Seconds after which the server hangs that is not up."""


@contextmanager
def key_management() -> Iterator[str]:
    """Run the service, with no key in it yet, and give its address."""
    port = choose_port(None)
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", LOOPBACK, "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + WITHIN
        while not _listens(port):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield f"http://{LOOPBACK}:{port}"
    finally:
        process.terminate()
        process.wait()


def at(address: str, prefix: str = ALIAS) -> dict[str, str]:
    """Give the settings of an installation whose keys are there."""
    return {"POLYCLINIC_KEY_VAULT_KMS": prefix, "POLYCLINIC_KEY_VAULT_ENDPOINT": address, **WHO_ASKS}


def _listens(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True
