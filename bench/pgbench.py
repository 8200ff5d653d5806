"""The database's own load generator: what the statements cost with nothing in front of them."""

import asyncio
import re
from pathlib import Path
from urllib.parse import urlsplit

from bench.captured import Captured, script
from bench.stage import DATABASE, ProcessFailed, Stage

from infrastructure.embedded import EmbeddedPostgres
from infrastructure.postgres.provisioning import APP

_RATE = re.compile(r"^tps = ([0-9.]+) \(without initial connection time\)", re.MULTILINE)
_FAILED = re.compile(r"aborted|ERROR|FATAL")
_THREADS = 2


async def pgbench(  # noqa: PLR0913 - a load has that many sides
    stage: Stage, statements: list[Captured], *, streams: int, first: int, clients: int, seconds: float
) -> float:
    """Give how many transactions a second the statements reach. Raises ``ProcessFailed`` where one fails."""
    text, variables = script(statements, streams=streams, first=first, clients=clients)
    path = stage.folder / "command.sql"
    await asyncio.to_thread(path.write_text, text)
    address = urlsplit(stage.url)
    command = [str(EmbeddedPostgres.program("pgbench")), "--no-vacuum", "--protocol=prepared"]
    command += [f"--host={address.hostname}", f"--port={address.port}", f"--username={APP}"]
    command += [f"--client={clients}", f"--jobs={min(clients, _THREADS)}", f"--time={max(1, round(seconds))}"]
    command += [f"--define={name}={value}" for name, value in variables.items()]
    command += [f"--file={path}", DATABASE]
    return await _run(command, path)


async def _run(command: list[str], path: Path) -> float:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    output, errors = (stream.decode() for stream in await process.communicate())
    rate = _RATE.search(output)
    if process.returncode != 0 or rate is None or _FAILED.search(errors):
        message = f"pgbench could not run {path.name}: {errors.strip()[-500:]}"
        raise ProcessFailed(message)
    return float(rate[1])
