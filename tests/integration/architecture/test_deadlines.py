"""No call that leaves the process may hang: whoever opens a connection says how long it is waited for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from integration.architecture.everything import SOURCES, python_files

PATIENCE = {
    "asyncpg.connect": {"timeout", "command_timeout"},
    "asyncpg.create_pool": {"timeout", "command_timeout"},
    "httpx.AsyncClient": {"timeout"},
    "botocore.config.Config": {"connect_timeout", "read_timeout"},
    "S3Store": {"client_options"},
    "Redis.from_url": {"socket_connect_timeout", "socket_timeout"},
    "socket.create_connection": {"timeout"},
}
"""What opens a connection, and by which words it gives up."""

UNKNOWN = {
    "aiohttp",
    "aiosmtplib",
    "http.client",
    "psycopg",
    "requests",
    "smtplib",
    "urllib.request",
}
"""Other ways out of the process. Whoever needs one adds it above, with the words by which it gives up."""


def opened(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Give the calls of a file that open a connection, each with the words that it uses."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and (name := ast.unparse(node.func)) in PATIENCE:
            yield name, {word.arg for word in node.keywords if word.arg is not None}


def ways_out(path: Path) -> Iterator[str]:
    """Give the imports of a file that lead out of the process in a way that nothing is known of."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from (name for name in names if name in UNKNOWN)


def test_every_connection_gives_up() -> None:
    """A server that is frozen is waited for as long as the code says, to connect and for each answer."""
    found = [(path, name, words) for path in python_files(SOURCES) for name, words in opened(path)]
    assert {name for _, name, _ in found} == PATIENCE.keys()
    assert [(str(path), name) for path, name, words in found if not PATIENCE[name] <= words] == []


def test_no_other_way_leads_out() -> None:
    """A library that opens connections of its own is known here before it is used."""
    assert [(str(path), name) for path in python_files(SOURCES) for name in ways_out(path)] == []


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("asyncpg.connect(url, timeout=3.0)", True),
        ("asyncpg.connect(url, timeout=3.0, command_timeout=5.0)", False),
        ("Redis.from_url(url)", True),
        ("Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)", False),
    ],
)
def test_the_check_can_fail(tmp_path: Path, source: str, *, is_found: bool) -> None:
    """The check above finds a connection that waits for ever, and no other."""
    planted = tmp_path / "planted.py"
    planted.write_text(source)
    assert any(not PATIENCE[name] <= words for name, words in opened(planted)) is is_found
