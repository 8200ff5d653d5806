"""What strangers send: every field of a command in wrong types, endless, or with bytes of no text."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

WRONG: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**30,
    1e308,
    "",
    "\x00",
    "a\x00b",
    "\n",
    "x" * 100_000,
    "\U0001f600" * 300,
    "\u202e\ufeff",
    "' or 1=1; --",
    "9999-12-31",
    "0001-01-01",
    "9999-12-31T23:59:59-23:59",
    "00000000-0000-0000-0000-000000000000",
    [],
    [None],
    [[]] * 50,
    {},
    {"by": "account"},
    {"kind": "email"},
)
"""Values that are, nearly everywhere, not what a field holds."""

BODIES: tuple[bytes, ...] = (
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"\xff\xfe",
    b'{"a": "\\ud800"}',
    b"{" * 2_000,
    b"[" * 50_000,
    b'{"unknown": 1}',
    b'{"patient": "00000000-0000-0000-0000-00000000dead"}',
)
"""Bodies that no command has."""


TEXTS: tuple[str, ...] = (
    "",
    " ",
    "x",
    "\x00",
    "a\x00b",
    "-1",
    "1e400",
    "9" * 40,
    "x" * 2_000,
    "\U0001f600",
    "\u202e\ufeff",
    "' or 1=1; --",
    "Mars/Olympus",
    "../../etc/passwd",
    "9999-12-31",
    "0001-01-01",
    "2030-02-30",
    "2030-05-14T09:00:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-23:59",
)
"""Values that are, nearly everywhere, not what a parameter holds."""


def spoilt(example: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Give the example once for every place in it and every wrong value, and once without the place.

    Beside each stands the JSON pointer to the place.
    """
    for path in _places(example):
        pointer = "".join(f"/{key}" for key in path)
        yield pointer, json.dumps(_without(example, path)).encode()
        for wrong in WRONG:
            yield pointer, json.dumps(_with(example, path, wrong)).encode()


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield (*path, key)
        yield from _places(item, (*path, key))


def _with(value: Any, path: tuple[Any, ...], wrong: Any) -> Any:
    if not path:
        return wrong
    copy = value.copy()
    copy[path[0]] = _with(value[path[0]], path[1:], wrong)
    return copy


def _without(value: Any, path: tuple[Any, ...]) -> Any:
    copy = value.copy()
    if len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = _without(value[path[0]], path[1:])
    return copy
