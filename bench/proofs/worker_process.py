"""The real worker, which follows the log and does jobs, as a process of its own."""

import sys

from bench.proofs.api_process import product_environment
from bench.proofs.program import Program
from bench.stage import Stage


class WorkerProcess(Program):
    """One worker over the stage's servers. It tells nobody when it is ready, and nobody needs to know."""

    def __init__(self, stage: Stage) -> None:
        super().__init__([sys.executable, "-m", "interfaces.cli", "worker"], env=product_environment(stage))

    def _is_ready(self) -> bool:
        return True
