"""What the sources themselves promise, read as syntax trees."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from infrastructure.postgres.tables.everything import METADATA
from integration.architecture.everything import SOURCES, TESTS, python_files

POSTGRES = SOURCES / "infrastructure" / "postgres"
OF_ALL_CLINICS = {"followers", "job_rows.py", "jobs.py", "ledger"}
"""Where statements run in roles that serve all clinics at once."""

MOST_MODULES = 35
"""In one folder, so that it is taken in at a glance."""

MOST_LINES = 450
"""In one module, so that it holds one idea: an aggregate with many facts comes near, all else stays far below."""

_VERB = re.compile(r"\b(from|into|set|select)\b", re.IGNORECASE)
_STATEMENT = re.compile(r"^\s*(select|insert\s+into|update|delete\s+from|with)\s", re.IGNORECASE)
_OF_CLINICS = [table.name for table in METADATA.tables.values() if not table.info.get("installation")]
_TABLE = re.compile(rf"\b(from|join|into|update)\s+({'|'.join(_OF_CLINICS)})\b", re.IGNORECASE)
_MOCKS = {"mock", "unittest.mock", "pytest_mock", "mocker"}


class Statement(NamedTuple):
    """A string that reads like SQL, without what is filled in."""

    line: int
    sql: str
    around: str
    """All strings of the function it stands in, of which it may be a part; at module level, itself."""


def statements(path: Path) -> list[Statement]:
    """Give every string in a file that reads like SQL."""
    tree = ast.parse(path.read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    found = []
    for node in ast.walk(tree):
        text = _text(node) if id(node) not in parts else None  # a part is told with the string that it is of
        if text is None or not _STATEMENT.match(text) or not _VERB.search(text):
            continue
        line = getattr(node, "lineno", 0)
        inside = [function for function in functions if function.lineno <= line <= (function.end_lineno or 0)]
        around = " ".join(part for function in inside for child in ast.walk(function) if (part := _text(child)))
        found.append(Statement(line, text, around or text))
    return found


def too_long(folder: Path) -> list[str]:
    """Name the modules below a folder that have more lines than one idea takes."""
    return [
        str(path.relative_to(folder))
        for path in python_files(folder)
        if len(path.read_text().splitlines()) > MOST_LINES
    ]


def test_no_folder_outgrows_the_eye() -> None:
    """A folder of sources that has become a list is cut by matter."""
    modules = Counter(str(path.parent.relative_to(SOURCES)) for path in python_files(SOURCES))
    assert {folder: count for folder, count in modules.items() if count > MOST_MODULES} == {}


def test_no_module_outgrows_its_idea() -> None:
    """A source file that has grown long holds more than one idea, and is cut between them."""
    assert too_long(SOURCES) == []


@pytest.mark.parametrize(("lines", "is_found"), [(MOST_LINES, False), (MOST_LINES + 1, True)])
def test_a_module_that_is_too_long_is_found(tmp_path: Path, lines: int, *, is_found: bool) -> None:
    """The check above counts to the line, and looks below folders."""
    planted = tmp_path / "below" / "planted.py"
    planted.parent.mkdir()
    planted.write_text("pass\n" * lines)
    assert too_long(tmp_path) == (["below/planted.py"] if is_found else [])


def test_sql_stands_in_the_postgres_adapter_alone() -> None:
    """No other layer, and no other adapter, speaks SQL."""
    elsewhere = [
        f"{path.relative_to(SOURCES)}:{line}"
        for path in python_files(SOURCES)
        if POSTGRES not in path.parents
        for line, sql, _ in statements(path)
        if _TABLE.search(sql)
    ]
    assert elsewhere == []


def test_every_statement_on_a_clinics_table_names_the_clinic() -> None:
    """The application's own filter stands beside row-level security: each statement says ``clinic_id``."""
    unfiltered = [
        f"{path.relative_to(SOURCES)}:{line}"
        for path in python_files(POSTGRES)
        if path.relative_to(POSTGRES).parts[0] not in OF_ALL_CLINICS
        for line, sql, around in statements(path)
        if _TABLE.search(sql) and "clinic_id" not in around
    ]
    assert unfiltered == []


@pytest.mark.parametrize(
    ("sql", "is_found"),
    [
        ("select 1 from event where stream_id = $1", True),
        ("select 1 from event where clinic_id = $1", False),
        ("update patient set version = 2", True),
        ("select current from log_epoch", False),
    ],
)
def test_the_check_can_fail(tmp_path: Path, sql: str, *, is_found: bool) -> None:
    """The check above finds what it should, and nothing else."""
    planted = tmp_path / "planted.py"
    planted.write_text(f"SQL = {sql!r}\n")
    found = [sql for _, sql, around in statements(planted) if _TABLE.search(sql) and "clinic_id" not in around]
    assert bool(found) is is_found


def test_no_test_pretends() -> None:
    """Tests use memory adapters and real servers, no mock."""
    pretending = [
        f"{path.relative_to(TESTS)}: {name}"
        for path in python_files(TESTS)
        for name in _imported(ast.parse(path.read_text()))
        if name in _MOCKS or name.startswith("unittest.mock")
    ]
    assert pretending == []


def test_no_test_is_skipped() -> None:
    """A test that does not run proves nothing; only what the machine itself lacks may excuse an embedded server's."""
    skipping = [
        str(path.relative_to(TESTS))
        for path in python_files(TESTS)
        if path.parent.name != "embedded"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail", "importorskip"}
    ]
    assert skipping == []


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )
    return None


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.arg):
            yield node.arg
