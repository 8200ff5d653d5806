"""Running the unit tests and listening to what they tell."""

import contextlib
import inspect
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNIT_TESTS = ROOT / "tests" / "unit"


@dataclass
class Heard:
    """One test: its sentence, and the stories that it went through."""

    sentence: str
    place: str
    stories: list[Any] = field(default_factory=list)


@dataclass
class HeardTopic:
    """One file of tests."""

    folder: str
    title: str
    preamble: str
    names: dict[str, Any]
    """What the file calls its facts, by name."""
    claims: dict[str, Heard] = field(default_factory=dict)


def listened() -> list[HeardTopic]:
    """Run the unit tests and give what they told, in the order of files and lines. Exits where one fails."""
    listener = _Listener()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = pytest.main(["-q", "-p", "no:cacheprovider", str(UNIT_TESTS)], plugins=[listener])
    if code != pytest.ExitCode.OK:
        raise SystemExit(printed.getvalue())
    return list(listener.topics.values())


class _Listener:
    """A plugin of pytest: hears each story told, beside the test that tells it."""

    def __init__(self) -> None:
        self.topics: dict[Path, HeardTopic] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Iterator[None]:
        from unit.spec import AUDIENCE  # noqa: PLC0415 - pytest puts the tests on the path, once it runs

        told = self._claim(pyfuncitem).stories
        AUDIENCE.append(told.append)
        try:
            return (yield)
        finally:
            AUDIENCE.pop()

    def _claim(self, test: pytest.Function) -> Heard:
        topic = self.topics.setdefault(test.path, _topic(test.path, test.module))
        name = test.originalname
        place = f"{test.path.relative_to(ROOT)}::{name}"
        return topic.claims.setdefault(name, Heard(" ".join((inspect.getdoc(test.function) or "").split()), place))


def _topic(path: Path, module: ModuleType) -> HeardTopic:
    title = path.stem.removeprefix("test_").replace("_", " ").capitalize()
    preamble = " ".join((module.__doc__ or "").split())
    names = {name: value for name, value in vars(module).items() if name.isupper()}
    return HeardTopic(str(path.parent.relative_to(UNIT_TESTS)), title, preamble, names)
