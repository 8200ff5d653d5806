"""P23: an unsafe configuration does not start, and its refusal says how it is mended.

Each is tried against a real start, with everything else as it should be: the process must end by itself, with a code
other than 0 and the mend in its words, before it takes a connection.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bench.machine import ROOT
from bench.proofs.api_process import product_environment
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.proofs.program import listens
from bench.proofs.unsafe import CASES, Case
from bench.stage import Stage

from infrastructure.embedded.port import choose_port

EVERY_SHORT = 12
"""Of the cases, the short form takes one in so many."""

WITHIN = 60.0
"""Seconds in which a process has ended, or listens."""

SAFE = Case("a safe configuration", "")

KEYS = ("vault.json", "signing-keys.json", "ledger-keys.json")


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Try each; and that what is safe does start."""
    return await _tried(stage, "interfaces.cli", CASES[::EVERY_SHORT] if short else CASES)


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Try some at a process that looks at nothing before it serves."""
    return await _tried(stage, "bench.proofs.careless_api", CASES[::EVERY_SHORT])


async def _tried(stage: Stage, module: str, cases: Sequence[Case]) -> Outcome:
    watch = Stopwatch()
    started, unsaid = [], []
    for case in cases:
        said = await _start(stage, module, case)
        if said is None:
            started.append(case.name)
        elif case.says not in " ".join(said.split()):
            unsaid.append(case.name)
    safe = await _start(stage, module, SAFE)
    print(f"started     {', '.join(started) or '-'}\nunsaid      {', '.join(unsaid) or '-'}")
    wrong = {
        "unsafe started": len(started),
        "refused without their mend": len(unsaid),
        "safe refused": int(safe is not None),
    }
    return Outcome(len(cases) + 1, len(cases) + 1, 0, 0, watch.seconds, wrong)


async def _start(stage: Stage, module: str, case: Case) -> str | None:
    """Start a process, and give what it said when it ended by itself; ``None`` where it serves."""
    port = choose_port(None)
    with _folder(stage) as folder:
        if case.spoilt is not None:
            case.spoilt(folder)
        environment = product_environment(stage) | {
            "POLYCLINIC_ALLOW_UNSAFE": "",
            "POLYCLINIC_DATA_DIRECTORY": str(folder),
            "POLYCLINIC_PORT": str(port),
            **case.settings,
        }
        async with _done(stage, case):
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", module, "api"),
                cwd=ROOT,
                env=environment,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            said = asyncio.create_task(process.communicate())
            try:
                async with asyncio.timeout(WITHIN):
                    while not said.done():
                        if await asyncio.to_thread(listens, port):
                            return None
                        await asyncio.wait({said}, timeout=0.1)
                _, err = said.result()
                return err.decode() if process.returncode else None
            finally:
                if process.returncode is None:
                    process.terminate()
                await asyncio.wait({said})


@contextmanager
def _folder(stage: Stage) -> Iterator[Path]:
    """Give the stage's keys in a folder of their own, apart from the database's."""
    with tempfile.TemporaryDirectory() as made:
        for name in KEYS:
            shutil.copy2(stage.folder / name, made)
        yield Path(made)


@asynccontextmanager
async def _done(stage: Stage, case: Case) -> AsyncIterator[None]:
    """Do to the database what the case says, and take it back."""
    async with stage.connected() as admin:
        if not case.done:
            yield
            return
        await admin.execute(case.done)
        try:
            yield
        finally:
            await admin.execute(case.undone)


PROOF = Proof(
    "P23",
    f"{len(CASES)} unsafe configurations: none is started, each is told with its mend; what is safe is started",
    run,
    "a start that looks at nothing",
    control,
)
