"""The page on tokens: each practice of RFC 8725 stands there, and whatever is said to show it is a test that exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "security" / "tokens.md").read_text()

PRACTICES = 12
"""Sections 3.1 to 3.12 of RFC 8725."""

LINKS = sorted(set(re.findall(r"`(tests/[^`]+)`", PAGE)))


def test_every_practice_has_a_row() -> None:
    """None is left out, and each names what shows it."""
    rows = re.findall(r"^\| 3\.(\d+) .* \| .* \| (`tests/.*`) \|$", PAGE, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, PRACTICES + 1))


@pytest.mark.parametrize("link", LINKS)
def test_what_is_said_to_show_it_exists(link: str) -> None:
    """A link leads to a test."""
    file, _, name = link.partition("::")
    tests = ast.walk(ast.parse((ROOT / file).read_text()))
    assert name in {node.name for node in tests if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
