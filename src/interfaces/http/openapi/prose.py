"""What the code says of itself, for those who only see the API: docstrings of classes and of their fields."""

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise
from typing import Any, get_origin


def summary(kind: type) -> str:
    """Give the first line of a class's docstring, without its full stop."""
    return _lines(kind)[0].rstrip(".")


def explanation(kind: type) -> str:
    """Give a docstring without its first line; empty where that line says everything."""
    return "\n".join(_lines(kind)[1:]).strip()


def _lines(kind: type) -> list[str]:
    return inspect.cleandoc(kind.__doc__ or kind.__name__).splitlines()


@cache
def field_sentences(kind: Any) -> dict[str, str]:
    """Give the docstrings that stand under the fields or members of a class, its ancestors' included."""
    sentences: dict[str, str] = {}
    origin: type = get_origin(kind) or kind
    for ancestor in reversed(origin.__mro__):
        sentences |= _own_sentences(ancestor)
    return sentences


@cache
def _own_sentences(kind: type) -> dict[str, str]:
    try:
        source = textwrap.dedent(inspect.getsource(kind))
    except (OSError, TypeError):  # made at run time, or built in
        return {}
    definition = ast.parse(source).body[0]
    if not isinstance(definition, ast.ClassDef):
        return {}
    return {
        target.id: inspect.cleandoc(after.value.value)
        for field, after in pairwise(definition.body)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
        for target in _named(field)
    }


def _named(statement: ast.stmt) -> list[ast.Name]:
    """Give what a field (``name: str``) or a member of an enumeration (``NAME = "name"``) is called."""
    targets: list[ast.expr] = []
    if isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    elif isinstance(statement, ast.Assign):
        targets = statement.targets
    return [target for target in targets if isinstance(target, ast.Name)]
