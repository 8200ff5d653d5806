"""Whoever looks after a stage: the real command line, one call after the other, each in a process of its own."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from typing import Any

import msgspec
from bench.machine import ROOT
from bench.proofs.api_process import product_environment
from bench.stage import Stage


class VerbFailed(Exception):
    """A verb ended with another code than 0; its own words stand above."""


async def called(stage: Stage, *words: str, **settings: str) -> Process:
    """Begin a verb, which somebody may break off."""
    environment = product_environment(stage) | settings
    command = (sys.executable, "-m", "interfaces.cli", *words)
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=PIPE)


async def told(stage: Stage, *words: str, **settings: str) -> str:
    """Carry a verb out, and give what it printed. Raises ``VerbFailed``."""
    process = await called(stage, *words, **settings)
    said, _ = await process.communicate()
    if process.returncode != 0:
        raise VerbFailed(words, said.decode())
    return said.decode()


async def document(stage: Stage, *words: str, **settings: str) -> Any:
    """Carry a verb out, and read the document that it printed. Raises ``VerbFailed``."""
    return msgspec.json.decode(await told(stage, *words, "--json", **settings))
