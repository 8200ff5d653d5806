"""The process between a launcher and its server: it ends the server when the launcher ends, however that happens.

It is a program of its own, run by path, because it must outlive a `kill -9` of the launcher and because only a process
with a single thread may safely prepare a child between fork and exec. The launcher gives it an order as JSON and holds
the other end of its standard input; when that end closes, the launcher is gone. It answers with the server's process
id on standard output, and takes SIGTERM as the wish to end the server.
"""

import ctypes
import functools
import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import TypedDict


class Order(TypedDict):
    """What to run and how to end it."""

    command: list[str]
    environment: dict[str, str]
    keep: list[int]  # descriptors that the server inherits
    user: int | None  # None: the caller's own account
    group: int | None
    stop_signal: int
    grace_seconds: float
    scratch: str | None  # a folder that goes with the server


def main(order: Order) -> int:
    """Run the server until it ends or the launcher does; return its exit code."""
    try:
        return _run(order)
    finally:
        if order["scratch"]:
            shutil.rmtree(order["scratch"], ignore_errors=True)


def _run(order: Order) -> int:
    launcher = os.getppid()
    woken, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, lambda *_: None)  # its number comes through the pipe
    try:
        server = subprocess.Popen(
            order["command"],
            env=order["environment"],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            pass_fds=order["keep"],
            user=order["user"],
            group=order["group"],
            extra_groups=None if order["user"] is None else [],
            preexec_fn=_end_with_guard(order["stop_signal"]),  # noqa: PLW1509  safe here: a single thread
        )
    except OSError as error:
        sys.exit(f"{order['command'][0]}: {error}")
    print(server.pid, flush=True)  # noqa: T201  the answer to the launcher
    while server.poll() is None:
        # Once a second look for the launcher itself: a process that it forked may hold the pipe open after its death.
        readable, _, _ = select.select([sys.stdin, woken], [], [], 1)
        # A child's signal says that the server ended, or was merely stopped or continued.
        is_asked_to_end = woken in readable and signal.SIGTERM in os.read(woken, 1024)
        if is_asked_to_end or sys.stdin in readable or os.getppid() != launcher:
            return _end(server, order["stop_signal"], order["grace_seconds"])
    return server.returncode


def _end(server: subprocess.Popen[bytes], stop_signal: int, grace_seconds: float) -> int:
    server.send_signal(stop_signal)
    try:
        return server.wait(grace_seconds)
    except subprocess.TimeoutExpired:
        server.kill()
        return server.wait()


def _end_with_guard(stop_signal: int) -> Callable[[], object]:
    """On Linux the kernel sends the server its stop signal should even the guard be killed."""
    set_parent_death_signal = 1
    try:
        prctl = ctypes.CDLL(None).prctl
    except AttributeError:
        return lambda: None
    return functools.partial(prctl, set_parent_death_signal, stop_signal)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
