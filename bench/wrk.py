"""Closed-loop load: wrk, in a process of its own, as many requests as the server will take."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec
from bench.machine import ROOT
from bench.processes import HOST, Served
from bench.stage import ProcessFailed, Stage

_SCRIPT = Path(__file__).with_name("requests.lua")


class Sent(NamedTuple):
    """One request of a load."""

    path: str
    method: str = "GET"
    body: str = ""


class Load(msgspec.Struct, frozen=True):
    """What wrk saw. Latencies in milliseconds."""

    rate: float
    """Answers a second."""
    requests: int
    p50: float
    p95: float
    p99: float
    refused: int
    """Answers that were no success."""
    broken: int


async def wrk(  # noqa: PLR0913 - a load has that many sides
    stage: Stage, server: Served, requests: Iterable[Sent], *, token: str, connections: int, seconds: float
) -> Load:
    """Load a server. Raises ``ProcessFailed`` where any answer is not a success: refusals are cheap."""
    path = stage.folder / f"requests-{server.port}.tsv"
    await asyncio.to_thread(path.write_text, "".join(f"{sent.method}\t{sent.path}\t{sent.body}\n" for sent in requests))
    command = [_program(), "--threads=1", f"--connections={connections}", f"--duration={max(1, round(seconds))}s"]
    command += ["--timeout=10s", f"--script={_SCRIPT}", f"http://{HOST}:{server.port}", "--", str(path), token]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    try:
        load = msgspec.json.decode(output.splitlines()[-1], type=Load)
    except (IndexError, msgspec.DecodeError) as unreadable:
        message = f"wrk ended with {process.returncode}"
        raise ProcessFailed(message) from unreadable
    if load.refused or load.broken:
        message = f"of {load.requests} requests {load.refused} were refused and {load.broken} broke"
        raise ProcessFailed(message)
    return load


def need_wrk() -> None:
    """See that wrk is there; on a Debian system root has it installed. Ends the bench with the mend where it cannot."""
    if shutil.which("wrk") is None:
        done = subprocess.run([sys.executable, str(ROOT / "tools" / "debian.py"), "wrk"], check=False)
        if done.returncode != 0:
            sys.exit(done.returncode)


def _program() -> str:
    return shutil.which("wrk") or "wrk"
