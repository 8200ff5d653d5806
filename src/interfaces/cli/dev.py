"""Everything in one process, on servers of its own: what ``make run`` starts."""

import asyncio
import time
from collections.abc import Coroutine
from socket import socket
from typing import Any, TypeVar

import click
import uvloop

from infrastructure.clocks import SystemClock
from infrastructure.containers.keys import create_keys
from infrastructure.containers.opening import opened
from infrastructure.containers.wiring import pipelines
from infrastructure.embedded import telling_full_disk
from infrastructure.examination.starting import refuse_unsafe
from infrastructure.observability.logging import configure_logging
from infrastructure.observability.metrics import PrometheusMeter
from infrastructure.postgres.migrating import migrate
from infrastructure.postgres.pool import as_role
from infrastructure.postgres.provisioning import OWNER, provision
from infrastructure.settings import Settings
from interfaces.asgi import litestar
from interfaces.cli.local_servers import DATABASE, LocalServers, local_servers
from interfaces.cli.progress import ProgressLine
from interfaces.cli.signals import stop_on_signals
from interfaces.demo.clock import StoryClock
from interfaces.demo.opening import DemoClinic
from interfaces.demo.tour import tour
from interfaces.http.routes import Side
from interfaces.server import listen, serve
from interfaces.worker import working

T = TypeVar("T")

LOG = "polyclinic.log"
"""In the data directory; the terminal shows what the person who typed ``make run`` came for."""


def run(settings: Settings) -> None:
    """Run until Ctrl-C; then nothing of it is left running, and the data stays."""
    began = time.monotonic()
    with telling_full_disk(settings.data_directory.absolute()), listen(settings.host, settings.port) as listening:
        settings.data_directory.mkdir(parents=True, exist_ok=True)
        with (settings.data_directory / LOG).open("a", buffering=1, encoding="utf-8") as log:
            configure_logging(stream=log)
            click.echo("Starting PostgreSQL and Valkey ...")
            with local_servers(settings) as servers:
                uvloop.run(_run(servers, listening, began))
    click.echo("Stopped. The data stays; 'make run' takes it up again.")


async def _run(servers: LocalServers, listening: socket, began: float) -> None:
    stop = stop_on_signals()
    settings = servers.settings
    click.echo("Bringing the schema up to date ...")
    await provision(servers.admin_url, DATABASE)
    await migrate(as_role(settings.direct_url, OWNER))
    await create_keys(settings)
    await refuse_unsafe(settings, SystemClock())
    clock = StoryClock(SystemClock())
    meter = PrometheusMeter()
    async with opened(settings, clock) as container, working(settings, container, meter) as checks:
        demo = DemoClinic(
            pipelines(container),
            clock,
            container.identity().clinics().operators().add,
            settings.data_directory / "demo.json",
        )
        with ProgressLine() as line:
            script = await _unless(stop, demo.open(line.show))
        if script is None:
            return
        async with litestar(settings, container, Side.ALL, meter=meter, beside=checks) as app:
            address = f"http://{settings.host}:{listening.getsockname()[1]}"

            def ready() -> None:
                click.echo(tour(address, script))
                click.echo(f"Ready after {time.monotonic() - began:.1f} s. Ctrl-C stops everything.")

            await serve(app, listening, stop, trusted_proxies=settings.trusted_proxies, ready=ready)


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Give what the work gives; ``None``, the work cancelled, where ``stop`` comes first."""
    working_on = asyncio.ensure_future(work)
    stopped = asyncio.ensure_future(stop.wait())
    await asyncio.wait({working_on, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not working_on.done():
        working_on.cancel()
        await asyncio.wait({working_on})
        return None
    return working_on.result()
