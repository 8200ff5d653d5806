"""The real API as processes of their own, each on a free port that it keeps."""

import os
import sys

from bench.machine import ROOT
from bench.proofs.program import Program, listens
from bench.stage import AS_MEASURED, Stage

from infrastructure.embedded.port import LOOPBACK, choose_port


class ApiProcess(Program):
    """One API process over the stage's keys and, where ``settings`` name no other, its database."""

    def __init__(self, stage: Stage, module: str = "interfaces.cli", **settings: str) -> None:
        """Add ``settings`` to the process's environment. ``module`` is the command line, or a copy with a fault."""
        self.port = choose_port(None)
        environment = product_environment(stage) | {"POLYCLINIC_PORT": str(self.port)} | settings
        super().__init__([sys.executable, "-m", module, "api"], env=environment)

    @property
    def address(self) -> str:
        """Where the API's operations are found."""
        return f"http://{LOOPBACK}:{self.port}/api/v1"

    def _is_ready(self) -> bool:
        return listens(self.port)


def product_environment(stage: Stage) -> dict[str, str]:
    """Give the environment in which the product's own processes run on a stage."""
    return os.environ | {
        **AS_MEASURED,
        "DATABASE_URL": stage.url,
        "REDIS_URL": stage.valkey.url,
        "POLYCLINIC_DATA_DIRECTORY": str(stage.folder),
        "POLYCLINIC_WORKER_PORT": "0",  # a free one: other stages have workers too
        "PYTHONPATH": str(ROOT / "src"),
    }
