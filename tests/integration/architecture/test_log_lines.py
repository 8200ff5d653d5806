"""What a process logs is fixed words with listed keys: anything else would be dropped, and an alarm with it."""

import ast
from collections.abc import Iterator

import pytest

from infrastructure.observability.fields import FIELDS
from infrastructure.observability.logging import UNNAMED, fixed_event
from integration.architecture.everything import SOURCES, python_files

LOGGER = "_log"
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}
LISTED = {*FIELDS, "exc_info"}
"""What a line is called with: its keys, and what tells of a failure."""


def test_every_line_says_a_fixed_word_with_listed_keys() -> None:
    """Each line that any module writes comes out as it was written."""
    wrong = [
        f"{path.relative_to(SOURCES)}:{trouble}"
        for path in python_files(SOURCES)
        for trouble in _troubles(path.read_text())
    ]
    assert wrong == []


def test_there_are_lines_to_look_at() -> None:
    """The check above sees the lines that there are."""
    assert len([call for path in python_files(SOURCES) for call in _lines(ast.parse(path.read_text()))]) >= 9


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("_log.error('lane_parked', feed_no=7)", False),
        ("_log.error('lane_parked', exc_info=True)", False),
        ("self._log.append(fact)", False),
        ("_log.error('a lane is parked', feed_no=7)", True),
        ("_log.error(f'lane_{name}')", True),
        ("_log.error('lane_parked' if parked else 'lane_failed')", True),
        ("_log.error('lane_parked', clinic='x')", True),
        ("_log.error('lane_parked', **told)", True),
        ("_log.error('lane_parked', 7)", True),
        ("_log.log(40, 'lane_parked')", True),
        ("tell = _log.error", True),
        ("logger = structlog.get_logger()", True),
        ("_log = structlog.get_logger(__name__)", False),
    ],
)
def test_the_check_can_fail(source: str, *, is_found: bool) -> None:
    """Sentences, values in words, keys that nobody listed, and other ways to a logger are found."""
    assert bool(list(_troubles(source))) is is_found


def _troubles(source: str) -> Iterator[str]:
    """Give every line that would not come out whole, and every use of a logger that cannot be read here."""
    tree = ast.parse(source)
    lines = list(_lines(tree))
    for call in lines:
        word, *more = call.args or [ast.Constant(None)]
        if more or not isinstance(word, ast.Constant) or not _is_fixed(word.value):
            yield f"{call.lineno} says no fixed word"
        yield from (f"{call.lineno} has the key {key.arg}" for key in call.keywords if key.arg not in LISTED)
    named = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Assign) and _is_logger(node.targets[0])}
    read = {id(call.func) for call in lines}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_logger(node.value) and id(node) not in read:
            yield f"{node.lineno} uses a logger otherwise"
        if isinstance(node, ast.Call) and _called(node) == "get_logger" and id(node) not in named:
            yield f"{node.lineno} calls a logger otherwise"


def _lines(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=logger, attr=level)) if _is_logger(logger) and level in LEVELS:
                yield node


def _is_logger(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == LOGGER


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_fixed(word: object) -> bool:
    return bool(fixed_event(None, "", {"event": word})["event"] != UNNAMED)
