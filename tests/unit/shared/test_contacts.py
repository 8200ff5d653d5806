"""Names, addresses and numbers as people write them."""

import msgspec
import pytest

from domain.shared.contacts import EmailAddress, PersonName, PhoneNumber, PostalAddress


@pytest.mark.parametrize(
    "address",
    ["mia@example.org", "m.i-a+clinic@mail.example.co.uk", "o'hara@example.org", "x@a-b.example", "é@example.org"],
)
def test_a_mailbox(address: str) -> None:
    """What mail can be sent to is an e-mail address."""
    assert EmailAddress(address=address).address == address


@pytest.mark.parametrize(
    "address",
    ["mia", "mia@", "@example.org", "mia@example", "mia@@example.org", "mi a@example.org", "mia@-a.org", "mia@a.org\n"],
)
def test_no_mailbox(address: str) -> None:
    """What mail cannot be sent to is refused."""
    with pytest.raises(ValueError, match=r"^not an e-mail address such as mia@example\.org$"):
        EmailAddress(address=address)


def test_one_mailbox_written_twice() -> None:
    """Capitals make no other mailbox."""
    assert EmailAddress(address="Mia@Example.org").normalized == EmailAddress(address="mia@example.ORG").normalized


def test_before_the_at() -> None:
    """What stands before the @ is the mailbox's own name."""
    assert EmailAddress(address="m.i-a+clinic@example.org").mailbox == "m.i-a+clinic"


@pytest.mark.parametrize("number", ["+12025550123", "+442079460958", "+31201234567"])
def test_a_telephone(number: str) -> None:
    """A number in E.164 form can be dialled from anywhere."""
    assert PhoneNumber(number=number).number == number


@pytest.mark.parametrize("number", ["", "2025550123", "+1 202 555 0123", "+1202", "+0123456789", "call me", "+1-202"])
def test_no_telephone(number: str) -> None:
    """Anything else is refused with an example of what is meant."""
    with pytest.raises(ValueError, match=r"^not a telephone number in E\.164 form such as \+12025550123$"):
        PhoneNumber(number=number)


@pytest.mark.parametrize("number", ["+12025550123", "+442079460958", "+390612345678"])
def test_a_number_that_can_be(number: str) -> None:
    """A country has numbers that begin so and are that long."""
    assert PhoneNumber(number=number).is_possible


@pytest.mark.parametrize("number", ["+999123456789", "+1202555012", "+4402079460958"])
def test_a_number_that_cannot_be(number: str) -> None:
    """No country is called that way, or its numbers are longer, or begin otherwise."""
    assert not PhoneNumber(number=number).is_possible


def test_a_name_on_a_letter() -> None:
    """A letter is addressed by given name, then family name."""
    assert str(PersonName(family="Sanchez", given="Mia")) == "Mia Sanchez"


@pytest.mark.parametrize("part", ["", "   ", "\ufeff", "Mi\na", "x" * 101])
def test_no_name(part: str) -> None:
    """A part of a name is one line with something on it."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"family": part, "given": "Mia"}, PersonName)


def test_where_to_send_an_ambulance() -> None:
    """An address names street, city, postal code and country."""
    written = {"street": "350 5th Avenue", "city": "New York", "postal_code": "10118", "country": "US"}
    assert msgspec.convert(written, PostalAddress).country == "US"
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(written | {"country": "usa"}, PostalAddress)
