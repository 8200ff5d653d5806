"""Programs of proofs that stand beside the tests, because they stand on what the tests stand on."""

import asyncio
import os
import sys
from collections.abc import Mapping
from typing import TypeVar

import msgspec
from bench.machine import ROOT
from bench.stage import ProcessFailed

T = TypeVar("T")

_PATH = os.pathsep.join(str(ROOT / folder) for folder in ("src", "tests"))


async def told_by(module: str, prints: type[T], *words: str, environment: Mapping[str, str] = os.environ) -> T:
    """Run a module of the integration tests and give what its last line says. Raises ``ProcessFailed``."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"integration.{module}", *words),
        cwd=ROOT,
        env={**environment, "PYTHONPATH": _PATH},
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    if process.returncode != 0:
        message = f"integration.{module} ended with {process.returncode}"
        raise ProcessFailed(message)
    return msgspec.json.decode(output.splitlines()[-1], type=prints)
