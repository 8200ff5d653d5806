"""The HTTP server of a process: uvicorn, with limits, and stopped by whoever started it."""

import asyncio
import contextlib
import gc
import socket
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn

from application.shared.mendable import Mendable
from interfaces.connection import IDLE_SECONDS, Connection

DRAIN_SECONDS = 20
"""How long requests under way may take after the server was told to stop."""
BACKLOG = 2048


class PortTaken(Mendable):
    """Another program listens there already."""

    def __init__(self, host: str, port: int, setting: str) -> None:
        super().__init__(
            f"Port {port} on {host} is taken by another program. "
            f"Stop that program, or choose another port: {setting}={port + 1}"
        )


class Server(uvicorn.Server):
    """Leaves signals to the process, which may have more to stop than this, and tells when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell."""
        await super().startup(sockets)
        # What was made up to here stays, and looking it through again and again cost single requests 0.1 s.
        gc.collect()
        gc.freeze()
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


def listen(host: str, port: int, setting: str = "POLYCLINIC_PORT") -> socket.socket:
    """Take the port, which a setting chose, before anything else starts. Raises ``PortTaken``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as taken:
        listening.close()
        raise PortTaken(host, port, setting) from taken
    listening.set_inheritable(True)
    return listening


async def serve(
    app: Any,
    listening: socket.socket,
    stop: asyncio.Event,
    *,
    trusted_proxies: str = "",
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve until ``stop`` is set, then refuse new work and let the rest finish. ``ready`` is called when it serves.

    ``trusted_proxies`` are those whose ``X-Forwarded-For`` is believed; from others it is a claim of the client's.
    """
    config = uvicorn.Config(
        app,
        http=Connection,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=trusted_proxies,
        backlog=BACKLOG,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    server = Server(config, ready)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    server.should_exit = True
    await serving
