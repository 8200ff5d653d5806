"""Putting facts, deeds and refusals into words: their own docstrings, and what the tests call their values."""

import enum
import inspect
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec

from domain.shared.aggregate import ENVELOPE

LONGEST = 60
"""Characters of a value in the handbook; what is longer is left to the test."""


class Wording:
    """Words for the values of one file of tests."""

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names

    def fact(self, fact: Any) -> str:
        """Tell a fact by its docstring, with its values."""
        told = ((name, getattr(fact, name)) for name in fact.__struct_fields__ if name not in ENVELOPE)
        return self._told(sentence(type(fact)), told)

    def deed(self, deed: Callable[..., Any], about: type | None) -> str | None:
        """Tell what was done: by the maker that the test named, else by the verb that it called."""
        code, scope = deed.__code__, deed.__globals__
        maker = scope.get(deed.__qualname__.partition(".<locals>")[0])
        if inspect.isfunction(maker) and not maker.__name__.startswith("test_"):
            closed = zip(code.co_freevars, deed.__closure__ or (), strict=True)
            return self._told(sentence(maker), ((name, cell.cell_contents) for name, cell in closed))
        for name in code.co_names:
            about = scope[name] if inspect.isclass(scope.get(name)) and hasattr(scope[name], "_create") else about
            verb = getattr(about, name, None)
            if callable(verb) and not inspect.isclass(verb) and verb.__doc__:
                return sentence(verb)
        return None

    def refusal(self, rule: type, details: dict[str, Any]) -> str:
        """Tell the rule that speaks, by its docstring."""
        return self._told(sentence(rule), details.items())

    def _told(self, words: str, values: Iterable[tuple[str, Any]]) -> str:
        told = ((name.replace("_", " "), self.value(value)) for name, value in values)
        listed = "; ".join(f"{name}: {words}" for name, words in told if words is not None)
        return f"{words.removesuffix('.')} ({listed})." if listed else words

    def value(self, value: Any) -> str | None:
        """Say a value in a few words; ``None`` where that cannot be done."""
        words = self._named(value) or _plain(value)
        if words is None and isinstance(value, tuple | frozenset | list) and value:
            parts = [self.value(part) for part in value]
            told = [part for part in parts if part]
            in_order = sorted(told) if isinstance(value, frozenset) else told  # a set's own order is another each time
            words = ", ".join(in_order) if all(parts) else None
        if words is None and isinstance(value, msgspec.Struct) and len(value.__struct_fields__) == 1:
            words = self.value(getattr(value, value.__struct_fields__[0]))
        return words if words is not None and len(words) <= LONGEST else None

    def _named(self, value: Any) -> str | None:
        if value is None or isinstance(value, bool | int | str | timedelta | enum.Enum):
            return None
        for name, known in self._names.items():
            if type(known) is type(value) and known == value:
                words = name.replace("_", " ")
                return words.title() if isinstance(value, UUID) else words.lower()
        return None


def sentence(thing: Any) -> str:
    """Give the first sentence of something's docstring."""
    paragraph = (inspect.getdoc(thing) or "").partition("\n\n")[0]
    words = " ".join(paragraph.split())
    first, stop, _ = words.partition(". ")
    return f"{first}." if stop else first


def _plain(value: Any) -> str | None:  # noqa: PLR0911 - one line a kind
    match value:
        case bool():
            return "yes" if value else "no"
        case enum.Enum():
            return str(value.value).replace("-", " ").replace("_", " ")
        case int() | float():
            return str(value)
        case str():
            return f"“{value}”" if value else None
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M %Z").strip()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return _length(value)
        case _:
            return None


def _length(length: timedelta) -> str:
    if length < timedelta():
        return f"{_length(-length)} after"
    units = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))
    left, told = round(length.total_seconds()), []
    for unit, seconds in units:
        count, left = divmod(left, seconds)
        if count:
            told.append(f"{count} {unit}{'s' if count > 1 else ''}")
    return " ".join(told) or "0 minutes"
