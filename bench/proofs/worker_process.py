"""The real worker, which follows the log and does jobs, as a process of its own."""

import sys

import psycopg
from bench.proofs.api_process import product_environment
from bench.proofs.program import Program
from bench.stage import Stage

from infrastructure.postgres.provisioning import FOLLOWER

_FOLLOWS = "select exists (select from pg_stat_activity where usename = %s)"


class WorkerProcess(Program):
    """One worker over the stage's servers. It has no port; that it follows is seen by its connections."""

    def __init__(self, stage: Stage, module: str = "interfaces.cli", **settings: str) -> None:
        """Add ``settings`` to the process's environment. ``module`` is the command line, or a copy with a fault."""
        environment = product_environment(stage) | settings
        super().__init__([sys.executable, "-m", module, "worker"], env=environment)
        self._url = stage.url

    def _is_ready(self) -> bool:
        try:
            with psycopg.connect(self._url, connect_timeout=2) as connection:
                found = connection.execute(_FOLLOWS, [FOLLOWER]).fetchone()
        except psycopg.OperationalError:
            return False
        return found == (True,)
