"""``python -m bench.proofs.migrating_process``: ``polyclinic migrate`` with migrations that are still to come."""

import argparse
import time
from pathlib import Path

import uvloop

from infrastructure.postgres.migrating import migrate


async def main() -> float:
    """Migrate as the command line says, and tell how many seconds it took."""
    options = argparse.ArgumentParser()
    options.add_argument("--owner", required=True, help="the database's address as the schema's owner")
    options.add_argument("--migrations", required=True, type=Path)
    given, began = options.parse_args(), time.monotonic()
    await migrate(given.owner, migrations=given.migrations)
    return time.monotonic() - began


if __name__ == "__main__":
    print(uvloop.run(main()))
