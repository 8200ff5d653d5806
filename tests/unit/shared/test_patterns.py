"""How a text is held to its form."""

import msgspec
import pytest

from domain.identity.premises import PlaceName
from domain.shared.contacts import NamePart, PostalAddress
from domain.shared.patterns import whole
from domain.shared.places import Jurisdiction


@pytest.mark.parametrize(
    ("kind", "good"), [(NamePart, "Okafor"), (PlaceName, "Lakeside"), (Jurisdiction, "US-CA")], ids=str
)
def test_nothing_follows(kind: object, good: str) -> None:
    """A name or a code with a line break behind it is refused, not kept with it."""
    assert msgspec.convert(good, kind) == good
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(good + "\n", kind)


def test_a_postal_code_is_one_line() -> None:
    """What is printed on one line of an envelope stays on it."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(
            {"street": "1 Pier Road", "city": "Erie", "postal_code": "16501\n", "country": "US"}, PostalAddress
        )


@pytest.mark.parametrize(("form", "pattern"), [("[A-Z]{2}", "^[A-Z]{2}$(?!\\n)"), ("(a|b)", "^(a|b)$(?!\\n)")])
def test_a_pattern_is_for_the_whole(form: str, pattern: str) -> None:
    """The pattern that is published is the one that is checked."""
    assert whole(form) == pattern


@pytest.mark.parametrize("blank", ["", "  ", "\ufeff", "Erie\tWest", "Erie\x7f"], ids=repr)
def test_a_line_has_something_to_read(blank: str) -> None:
    """Blanks alone, and characters that nobody sees, are no name."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(blank, NamePart)
