"""What a process does in the moment from which it answers."""

import subprocess
import sys

_PROCESS = """
import asyncio, gc
from interfaces.server import listen, serve

async def nothing(scope, receive, send):
    await receive()

async def main():
    stop = asyncio.Event()

    def ready():
        print(gc.get_freeze_count())
        stop.set()

    await serve(nothing, listen("127.0.0.1", 0), stop, ready=ready)

asyncio.run(main())
"""
"""A process of its own: what is frozen stays so, and these tests are to go on collecting."""


def test_what_was_made_before_is_not_looked_through_again() -> None:
    """Modules, routes and schemas live as long as the process: the collector passes over them."""
    done = subprocess.run([sys.executable, "-c", _PROCESS], capture_output=True, text=True, timeout=240, check=True)
    frozen = int(done.stdout)
    assert frozen > 10_000
