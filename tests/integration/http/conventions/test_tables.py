"""How a list is written as a table: a header line, one line an item, and nothing that a spreadsheet would carry out."""

import csv
from io import StringIO
from uuid import UUID

import pytest

from application.audit.views import AccessView, EntryView
from application.shared.paging import Page
from application.shared.query import View
from domain.shared.contacts import PersonName
from interfaces.http.tables import columns, lines


class Note(View, frozen=True, kw_only=True):
    """Something of every kind that stands in a cell."""

    said: str | None
    by: PersonName | None = None
    about: tuple[UUID, ...] = ()
    heard: bool = False
    times: int = 0


def table(*notes: Note) -> list[list[str]]:
    """Write notes, and read them as a spreadsheet does."""
    text = b"".join(lines(notes, columns(Page[Note]))).decode()
    return list(csv.reader(StringIO(text, newline="")))


def test_the_columns_are_the_views_fields() -> None:
    """What is shown in JSON is what is in the table, under the same names."""
    assert columns(Page[EntryView]) == EntryView.__struct_encode_fields__
    assert columns(Page[AccessView]) == AccessView.__struct_encode_fields__
    assert table() == [["said", "by", "about", "heard", "times"]]


def test_every_kind_of_value_has_a_form() -> None:
    """Nothing is an empty cell, a name is its parts, and several values stand with a space between."""
    told = Note(said="yes", by=PersonName(family="Adler", given="Judith"), about=(UUID(int=1), UUID(int=2)), heard=True)
    ids = "00000000-0000-0000-0000-000000000001 00000000-0000-0000-0000-000000000002"
    assert table(told)[1] == ["yes", "Adler Judith", ids, "true", "0"]
    assert table(Note(said=None))[1] == ["", "", "", "false", "0"]


@pytest.mark.parametrize("begins", list("=+-@\t\r\n"))
def test_a_formula_is_text(begins: str) -> None:
    """What a spreadsheet would carry out it shows instead, whoever put it there: a program's name, for one."""
    harm = f'{begins}HYPERLINK("http://example.org","look")'
    assert table(Note(said=harm))[1][0] == f"'{harm}"


@pytest.mark.parametrize("text", ['a "word"', "one, two", "two\r\nlines", "5 = 5", "Ngũgĩ"])
def test_any_text_comes_back(text: str) -> None:
    """Quotes, commas, line breaks and letters of any script are what they were (RFC 4180)."""
    assert table(Note(said=text))[1][0] == text


def test_long_tables_are_written_some_rows_at_a_time() -> None:
    """What is sent is written as it is sent, never all of it at once; no row is lost between."""
    written = list(lines((Note(said=str(number)) for number in range(450)), columns(Page[Note])))
    assert len(written) == 4
    assert b"".join(written).count(b"\r\n") == 451
