"""What people see of a clinic."""

from typing import Any

import msgspec
import pytest

from domain.identity.branding import Branding, Colours, ContrastTooLow
from domain.identity.clinic import Clinic
from unit.identity.test_a_clinic import Act, opened
from unit.spec import given

BLACK, WHITE, RED, LIME, BLUE = "#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff"

lake = Branding(display_name="Lakeside", colours=Colours(background="#0b5563", text=WHITE), sms_sender="Lakeside")
branded = Clinic.BrandingSet(branding=lake)
plain_again = Clinic.BrandingSet(branding=Branding())


def setting(branding: Branding) -> Act:
    """Let people see the clinic like this."""
    return lambda clinic: clinic.set_branding(branding)


def in_colours(background: str, text: str) -> Branding:
    """Give a branding of two colours."""
    return Branding(colours=Colours(background=background, text=text))


def test_setting_it() -> None:
    """A clinic has the name that people know, colours, a logo, and the names in which it writes."""
    given(Clinic, opened).when(setting(lake)).then(branded)


def test_the_same_again() -> None:
    """Giving the branding that it has changes nothing."""
    given(Clinic, opened, branded).when(setting(lake)).then()


def test_plain_again() -> None:
    """A clinic may go back to how it was."""
    given(Clinic, opened, branded).when(setting(Branding())).then(plain_again)


def test_nothing_was_set() -> None:
    """A clinic that has set nothing is seen without colours of its own."""
    given(Clinic, opened).when(setting(Branding())).then()


@pytest.mark.parametrize(
    ("background", "text", "contrast"),
    [("#777777", WHITE, 4.47), (WHITE, "#777777", 4.47), ("#008580", WHITE, 4.49)],
)
def test_what_cannot_be_read(background: str, text: str, contrast: float) -> None:
    """Text that stands out by less than 4.5 to 1 is refused, whichever is the darker one (WCAG 2.2, 1.4.3)."""
    faint = given(Clinic, opened).when(setting(in_colours(background, text)))
    faint.then_rejected(ContrastTooLow, contrast=contrast, least=4.5)


@pytest.mark.parametrize(("background", "text"), [("#767676", WHITE), ("#008280", BLACK)])
def test_what_can_just_be_read(background: str, text: str) -> None:
    """From 4.5 to 1 on everybody can read it."""
    wanted = in_colours(background, text)
    given(Clinic, opened).when(setting(wanted)).then(Clinic.BrandingSet(branding=wanted))


@pytest.mark.parametrize(
    ("one", "other", "contrast"),
    [(BLACK, WHITE, 21), (WHITE, WHITE, 1), (RED, BLACK, 5.25), (LIME, BLACK, 15.3), (BLUE, BLACK, 2.44)],
)
def test_how_contrast_is_told(one: str, other: str, contrast: float) -> None:
    """Contrast runs from 1 to 21; green gives most light, blue least (WCAG 2.2, relative luminance)."""
    assert Colours(background=one, text=other).contrast == contrast


@pytest.mark.parametrize(
    "field",
    [
        {"email_sender": "Lakeside\n"},
        {"sms_sender": "Lakeside\n"},
        {"sms_sender": "Lakeside Fam"},
        {"sms_sender": "24 Lakeside"},
        {"logo": "https://lakeside.example/logo.svg\n"},
        {"logo": "http://lakeside.example/logo.svg"},
        {"colours": {"background": "#fff", "text": "#000000"}},
    ],
    ids=str,
)
def test_what_is_no_branding(field: dict[str, Any]) -> None:
    """A sender is one line, of eleven letters and digits in a text message; a logo comes over https."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(field, Branding)


@pytest.mark.parametrize(("branding", "name"), [(lake, "Lakeside"), (Branding(), "Lakeside Family Care")])
def test_what_people_know_it_by(branding: Branding, name: str) -> None:
    """People know a clinic by the name that it gave them, and by its own where it gave none."""
    assert branding.known_as("Lakeside Family Care") == name
