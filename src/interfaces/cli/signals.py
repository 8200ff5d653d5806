"""Stopping when asked to."""

import asyncio
import signal


def stop_on_signals() -> asyncio.Event:
    """Give the event that Ctrl-C (SIGINT) and SIGTERM set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
