"""The short name by which a clinic is addressed at sign-in and in host names."""

import re
from typing import Annotated, Final

import msgspec

from domain.shared.errors import DomainError
from domain.shared.patterns import whole
from domain.shared.values import Public

_FORM: Final = whole("[a-z][a-z0-9]*(-[a-z0-9]+)*")
SHORTEST_SLUG: Final = 3
LONGEST_SLUG: Final = 63
"""The longest label of a host name (RFC 1035)."""

Slug = Annotated[
    Public[str],
    msgspec.Meta(pattern=_FORM, min_length=SHORTEST_SLUG, max_length=LONGEST_SLUG, examples=["lakeside-family-care"]),
]

RESERVED_SLUGS: Final = frozenset(
    {"admin", "api", "app", "assets", "auth", "docs", "ftp", "health", "help", "installation", "localhost", "mail"}
    | {"metrics", "operator", "polyclinic", "public", "smtp", "static", "status", "support", "system", "webmail", "www"}
)
"""Names that hosts, paths or people would take for the installation itself."""


class SlugMalformed(DomainError):
    """A clinic's short name is 3 to 63 small letters and digits, with single hyphens between."""

    code = "identity.slug-malformed"
    mend = "Begin with a letter; use a-z, 0-9 and single hyphens, such as lakeside-family-care."


class SlugReserved(DomainError):
    """A clinic cannot be called by a name that belongs to the installation."""

    code = "identity.slug-reserved"
    mend = "Choose another short name."


class SlugTaken(DomainError):
    """Two clinics do not share a short name."""

    code = "identity.slug-taken"
    mend = "Choose another short name."


def check_slug(slug: Slug) -> None:
    """Refuse a short name that no clinic can have. That it is free is a rule over all clinics, kept in the directory.

    The form is checked here too, since not every slug comes through a decoder. Raises ``SlugMalformed``,
    ``SlugReserved``.
    """
    if not SHORTEST_SLUG <= len(slug) <= LONGEST_SLUG or not re.fullmatch(_FORM, slug):
        raise SlugMalformed
    if slug in RESERVED_SLUGS:
        raise SlugReserved(slug=slug)
