"""How long a clinic's ledger takes to be sealed, written out and verified: by the real sealer and the command line."""

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import Final, NamedTuple

from bench.machine import ROOT
from bench.measurement import Measurement, alone
from bench.pace import Pace
from bench.practice import Practice, practice
from bench.stage import ProcessFailed, Stage

from infrastructure.clocks import SystemClock
from infrastructure.containers.keys import ledger_key_file
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.ledger.sealer import LedgerSealer
from infrastructure.postgres.provisioning import SEALER

LONGEST: Final = 60.0
"""Seconds that a million entries may take to verify."""

_AT_ONCE: Final = 50_000
_READS: Final = """
with noted as (
  insert into audit_entry
    (clinic_id, id, at, actor_id, role, operation, outcome, command_id, correlation_id, subjects, streams,
     on_behalf_of, purpose, fields, key_id, origin, break_glass)
  select $1, gen_random_uuid(), now(), gen_random_uuid(), 'front_desk', 'patients.get-patient', 'allowed',
         gen_random_uuid(), gen_random_uuid(), array[gen_random_uuid()], array[gen_random_uuid()], '{}', 'treatment',
         '{demographics,contacts,identifiers,coverage}', gen_random_uuid(), sha512(gen_random_uuid()::text::bytea), null
    from generate_series(1, $2)
  returning clinic_id, id)
insert into audit_arrival (clinic_id, entry_id) select clinic_id, id from noted
"""


_LOOK_EVERY = 0.02
"""Seconds."""


class _Ran(NamedTuple):
    """A command that was carried out."""

    seconds: float
    mebibytes: float
    """The most memory that it had."""


async def measure(stage: Stage, pace: Pace) -> list[Measurement]:
    """Fill a clinic's trail with reads, seal it, and have the command line export and verify it."""
    apart = await stage.another("ledger")
    export, note = stage.folder / "ledger.ndjson", stage.folder / "ledger.note"
    async with practice(apart) as clinic:
        await _fill(apart, clinic, pace.facts)
        sealed = await _sealed(apart, clinic)
        of_clinic = ("--clinic", await _slug(apart, clinic))
        written = await asyncio.to_thread(_carried_out, apart, "export", *of_clinic, "--to", str(export))
        await asyncio.to_thread(_carried_out, apart, "checkpoint", *of_clinic, to=note)
    verified = await asyncio.to_thread(_carried_out, apart, "verify", str(export), "--checkpoint", str(note))
    return [
        alone("seal the audit trail", [pace.facts / sealed], unit="entries/s", better="higher"),
        alone(f"write out a ledger of {pace.facts:,} entries", [written.seconds], unit="s"),
        alone(f"verify a ledger of {pace.facts:,} entries", [verified.seconds], unit="s", target=LONGEST),
        alone("memory that this takes", [verified.mebibytes], unit="MiB"),
    ]


async def _fill(stage: Stage, clinic: Practice, entries: int) -> None:
    async with stage.connected() as superuser:
        for begin in range(0, entries, _AT_ONCE):
            await superuser.execute(_READS, clinic.clinic, min(_AT_ONCE, entries - begin))
        await superuser.execute("analyze")


async def _sealed(stage: Stage, clinic: Practice) -> float:
    """Seal all that waits; give the seconds."""
    file = ledger_key_file(stage.settings, clinic.container.vault())
    keys = (await file.load()).at(SystemClock().now())
    async with connected(stage.url, SEALER) as connection:
        begun = time.perf_counter()
        await LedgerSealer(stage.url, file, SystemClock()).seal_all(connection, keys)
        return time.perf_counter() - begun


async def _slug(stage: Stage, clinic: Practice) -> str:
    async with stage.connected() as superuser:
        return str(await superuser.fetchval("select slug from clinic where id = $1", clinic.clinic))


def _carried_out(stage: Stage, *words: str, to: Path = Path(os.devnull)) -> _Ran:
    """Carry out a verb of ``polyclinic audit``. Raises ``ProcessFailed``."""
    told = {
        "DATABASE_URL": stage.url,
        "REDIS_URL": stage.valkey.url,
        "POLYCLINIC_DATA_DIRECTORY": str(stage.folder),
        "PYTHONPATH": str(ROOT / "src"),
    }
    program = [sys.executable, "-m", "interfaces.cli", "audit", *words]
    begun = time.perf_counter()
    with to.open("wb") as out, Path(os.devnull).open("wb") as progress:
        actions = [(os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_DUP2, progress.fileno(), 2)]
        process = os.posix_spawn(sys.executable, program, {**os.environ, **told}, file_actions=actions)
    peak, status = 0.0, None
    while status is None:
        peak = max(peak, _most_memory(process))
        time.sleep(_LOOK_EVERY)
        ended, said = os.waitpid(process, os.WNOHANG)
        status = said if ended else None
    if os.waitstatus_to_exitcode(status) != 0:
        message = f"polyclinic audit {words[0]} ended with {os.waitstatus_to_exitcode(status)}"
        raise ProcessFailed(message)
    return _Ran(time.perf_counter() - begun, peak)


def _most_memory(process: int) -> float:
    """Give the most mebibytes that a process has had. The kernel's sum at its end counts what the bench itself had."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0  # it has ended
