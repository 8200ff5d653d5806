"""On what was measured: a number without its machine is none."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = ("asyncpg", "msgspec", "litestar", "uvicorn", "uvloop", "eventsourcing", "psycopg")


def facts(postgres: str) -> list[str]:
    """Give the lines that stand above the table."""
    return [
        f"commit      {_commit()}",
        f"machine     {_processor()}, {os.cpu_count()} cores, {_memory()} GiB, Linux {platform.release()}",
        f"load before {', '.join(f'{load:.2f}' for load in os.getloadavg())} (1, 5, 15 minutes)",
        f"PostgreSQL  {postgres}",
        f"Python      {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
    ]


def _commit() -> str:
    """Name the commit, and say where the tree differs from it."""
    commit = _git("rev-parse", "--short", "HEAD")
    return f"{commit} with changes" if _git("status", "--porcelain", "--", "src", "bench") else commit


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text().splitlines() if described.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
