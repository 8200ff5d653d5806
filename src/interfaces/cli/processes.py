"""``polyclinic dev``, ``api`` and ``worker``: what goes on until it is told to stop."""

import click

from infrastructure.observability.logging import configure_logging
from infrastructure.settings import load_settings
from interfaces.asgi import application
from interfaces.cli import dev as development
from interfaces.cli.reaching import run
from interfaces.cli.signals import stop_on_signals
from interfaces.http.routes import Side
from interfaces.server import listen, serve
from interfaces.worker import work


@click.command()
def dev() -> None:
    """Run everything on this machine, with servers of its own and a demo clinic."""
    development.run(load_settings())


@click.command()
@click.option("--side", type=click.Choice([side.value for side in Side]), default=Side.ALL.value, show_default=True)
def api(side: str) -> None:
    """Serve the API, or one side of it."""
    configure_logging()
    settings = load_settings()
    listening = listen(settings.host, settings.port)

    async def serving() -> None:
        stop = stop_on_signals()
        async with application(settings, Side(side)) as app:
            await serve(app, listening, stop, trusted_proxies=settings.trusted_proxies)

    run(serving())


@click.command()
def worker() -> None:
    """Follow the log and do jobs, and tell on a port of its own how that goes."""
    configure_logging()
    settings = load_settings()
    listening = listen(settings.host, settings.worker_port, "POLYCLINIC_WORKER_PORT")

    async def working() -> None:
        await work(settings, listening, stop_on_signals())

    run(working())
