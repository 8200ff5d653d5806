"""What people see of a clinic: the name by which they know it, its colours and logo, and in whose name it writes."""

import math
from typing import Annotated, Final

import msgspec

from domain.identity.premises import PlaceName
from domain.shared.errors import DomainError
from domain.shared.patterns import ONE_LINE, whole
from domain.shared.values import Public, ValueObject

LEAST_CONTRAST: Final = 4.5
"""Of text on its background (WCAG 2.2, success criterion 1.4.3, level AA)."""

_LINEAR_UNTIL: Final = 0.04045
_LIGHT: Final = tuple(
    part / 12.92 if part <= _LINEAR_UNTIL else ((part + 0.055) / 1.055) ** 2.4
    for part in (level / 255 for level in range(256))
)
"""How much light each level of a channel gives (sRGB, IEC 61966-2-1)."""

Colour = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=whole("#[0-9a-f]{6}"),
        max_length=7,
        description="An sRGB colour: red, green and blue, two small hexadecimal digits each.",
        examples=["#0b5563"],
    ),
]

LogoAddress = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=whole(
            "https://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?"
        ),
        max_length=500,
        description="Where the logo is found, over https; whoever sees the page asks there for it.",
        examples=["https://static.lakeside.example/logo.svg"],
    ),
]

SenderName = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=ONE_LINE,
        min_length=1,
        max_length=100,
        description="In whose name e-mails come. One line: it stands in a header of theirs.",
        examples=["Lakeside Family Care"],
    ),
]

SmsSender = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=whole("[A-Za-z][A-Za-z0-9 ]{0,10}"),
        max_length=11,
        description="In whose name text messages come: eleven characters at most (3GPP TS 23.040, 9.1.2.5).",
        examples=["Lakeside"],
    ),
]


class ContrastTooLow(DomainError):
    """Text stands out from the clinic's colour by at least 4.5 to 1, so that people with weak eyes can read it."""

    code = "identity.contrast-too-low"
    mend = "Choose a darker or a lighter one of the two colours until their contrast is 4.5 or more (WCAG 2.2, 1.4.3)."


class Colours(ValueObject, frozen=True, kw_only=True):
    """The clinic's colour, and that of the text on it."""

    background: Colour
    text: Colour

    @property
    def contrast(self) -> float:
        """How far the text stands out, from 1 to 21, cut after the second decimal: WCAG rounds nothing up."""
        dark, bright = sorted(map(_luminance, (self.background, self.text)))
        return math.floor((bright + 0.05) / (dark + 0.05) * 100) / 100


class Branding(ValueObject, frozen=True, kw_only=True):
    """A clinic's face. What it does not say is Polyclinic's own."""

    display_name: PlaceName | None = None
    """What people know the clinic by, where that is not its name."""
    colours: Colours | None = None
    logo: LogoAddress | None = None
    email_sender: SenderName | None = None
    """Where it is not named, e-mails come in the name that people know."""
    sms_sender: SmsSender | None = None

    def known_as(self, name: PlaceName) -> PlaceName:
        """Give what people know a clinic of some name by."""
        return self.display_name or name

    def check(self) -> None:
        """Refuse what people could not read. Raises ``ContrastTooLow``."""
        if self.colours is not None and self.colours.contrast < LEAST_CONTRAST:
            raise ContrastTooLow(contrast=self.colours.contrast, least=LEAST_CONTRAST)


def _luminance(colour: Colour) -> float:
    """Give a colour's relative luminance (WCAG 2.2), from 0 for black to 1 for white."""
    red, green, blue = (_LIGHT[level] for level in bytes.fromhex(colour[1:]))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
