from pathlib import Path

from application.shared.access import ACCESS
from interfaces.http.documentation.access import access_markdown

PAGE = Path(__file__).parents[4] / "docs" / "access.md"


def test_the_printed_table_is_up_to_date() -> None:
    """`docs/access.md` says what the table says; if not, call `python tools/print_access.py`."""
    assert PAGE.read_text() == access_markdown()


def test_every_operation_is_printed() -> None:
    """No row is lost on the way."""
    assert all(f"| `{operation}` |" in access_markdown() for operation in ACCESS)
