"""The handbook tells what the tests claim."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_it_is_what_the_tests_tell() -> None:
    """Every sentence and example is of today's tests; if not, call `python tools/stories.py --write`."""
    checked = subprocess.run(
        [sys.executable, "tools/stories.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")
