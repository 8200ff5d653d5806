"""Finding everything of a kind: what an architecture test speaks of is never a list that somebody must keep."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

SOURCES = Path(__file__).parents[3] / "src"
TESTS = SOURCES.parent / "tests"


def import_all(*packages: str) -> None:
    """Import every module of packages, so that every class is known."""
    for name in packages:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            importlib.import_module(module.name)


def subclasses(kind: type[T], *packages: str) -> list[type[T]]:
    """Give every subclass, however deep, that a module of the packages defines."""
    import_all(*packages)
    return sorted(
        (found for found in _below(kind) if found.__module__.partition(".")[0] in packages),
        key=lambda found: f"{found.__module__}.{found.__qualname__}",
    )


def python_files(folder: Path) -> list[Path]:
    """Give every Python file below a folder."""
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def _below(kind: type[T]) -> Iterator[type[T]]:
    seen: set[type[T]] = set()
    waiting = list(kind.__subclasses__())
    while waiting:
        found = waiting.pop()
        if found not in seen:
            seen.add(found)
            waiting += found.__subclasses__()
            yield found
