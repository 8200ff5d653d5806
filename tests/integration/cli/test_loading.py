"""A verb is there at once: it loads what it works with, and not what serves requests."""

import os
import subprocess
import sys

import pytest

from integration.cli.installation import ROOT

SLOW_TO_LOAD = {"alembic", "dependency_injector", "litestar", "saq", "sqlalchemy"}
LIGHT = ("commands", "reaching", "audit", "erasures", "followers", "jobs", "keys", "restore")


def loaded(module: str) -> set[str]:
    """Name what comes with a module of the command line."""
    program = f"import sys, interfaces.cli.{module}; print(*sys.modules)"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
    said = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return set(said.stdout.split())


@pytest.mark.parametrize("module", LIGHT)
def test_what_a_verb_does_not_need(module: str) -> None:
    """Whoever looks at jobs or verifies a ledger does not wait for a web framework."""
    assert not loaded(module) & SLOW_TO_LOAD


def test_what_serves_is_seen() -> None:
    """Of the processes all of it would be seen."""
    assert loaded("processes") >= SLOW_TO_LOAD
