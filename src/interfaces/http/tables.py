"""Lists as tables: all of one at once, as CSV (RFC 4180), for whoever opens it in a spreadsheet.

The columns are the view's fields. A spreadsheet takes a cell that begins like a formula for one, and some of what a
cell holds comes from outside, such as the name of the program that asked: such a cell begins with an apostrophe (OWASP,
CSV Injection).
"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import Any, Final, get_args

import msgspec
from litestar.response.streaming import ASGIStreamingResponse

CSV: Final = "text/csv"
"""RFC 4180; sent as UTF-8, with a header line."""

_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_ROWS_A_CHUNK: Final = 200


def tabled(items: Iterable[msgspec.Struct], page: Any, name: str) -> ASGIStreamingResponse:
    """Answer with a page's items, written as they are sent; ``page`` is the page's type, and ``name`` the file's."""
    return ASGIStreamingResponse(
        iterator=lines(items, columns(page)),
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Vary": "Accept"},
        media_type=f"{CSV}; header=present",
    )


def columns(page: Any) -> tuple[str, ...]:
    """Name the columns of a page's items: a view's fields, in their order."""
    (view,) = get_args(page)
    return tuple(field.encode_name for field in msgspec.structs.fields(view))


def lines(items: Iterable[Any], named: tuple[str, ...]) -> Iterator[bytes]:
    """Write a header line and one line an item, some at a time."""
    yield _written([named])
    rest = iter(items)
    while some := [msgspec.to_builtins(item) for item in islice(rest, _ROWS_A_CHUNK)]:
        yield _written([[_cell(item[name]) for name in named] for item in some])


def _written(rows: Iterable[Iterable[str]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    text = _text(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return " ".join(map(_text, value))
        case dict():
            return " ".join(filter(None, map(_text, value.values())))
        case _:
            return str(value)
