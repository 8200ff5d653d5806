"""No test claims how long something took: beside other load, or on another machine, it takes longer, or not so long.

A test waits for what happens, however late (``integration.background.eventually``). What must not take long is counted
(statements, hashes), or shown by holding something else back meanwhile.
"""

import ast
from collections.abc import Iterator

import pytest

from integration.architecture.everything import TESTS, python_files

READS_A_CLOCK = {
    "integration/http/edge/test_limits.py": "what is not linear in a megabyte would take hours, and has a minute",
    "integration/postgres/jobs/test_workers.py": "counts the processor's seconds, which other load does not use up",
}
"""Tests that read the machine's clock, and why they may."""


def reads_a_clock(source: str) -> bool:
    """Tell whether a file reaches for the machine's clock."""
    return "time" in set(_imported(ast.parse(source)))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module


def test_no_test_is_timed() -> None:
    """Whoever reads the clock says here why."""
    tests = [path for path in python_files(TESTS) if path.name.startswith("test_")]
    found = {str(path.relative_to(TESTS)) for path in tests if reads_a_clock(path.read_text())}
    assert found == READS_A_CLOCK.keys()


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("import time\n", True),
        ("from time import perf_counter\n", True),
        ("def test() -> None:\n    import time\n", True),
        ("from datetime import time\n", False),
        ("import asyncio\n", False),
    ],
)
def test_a_clock_is_found(source: str, reads: bool) -> None:  # noqa: FBT001 - a row of the table
    """Control: wherever it is imported, and nothing else for it."""
    assert reads_a_clock(source) is reads
