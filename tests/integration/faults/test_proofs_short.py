"""The proofs in their short form: each claim holds, and the fault that its control plants is found."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LONGEST = 570
"""Seconds after which a proof surely hangs; the slowest takes some sixty beside other tests."""

PARTS_OF_P21 = ("P21-seals", "P21-keys", "P21-erasures")
PROOFS = ("P1", "P3", "P4", "P5", "P6", "P15", "P16", "P17", "P20", *PARTS_OF_P21, "P22", "P23", "P24")


@pytest.mark.parametrize("proof", PROOFS)
def test_it_counts(proof: str) -> None:
    """The product holds and the control goes red."""
    command = [sys.executable, "-m", "bench.proofs", proof, "--short"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "\nholds" in run.stdout
    assert "\ncontrol red" in run.stdout
