"""For whom a program works that acts with a key: for the clinic, or for somebody outside of it.

What the clinic's own systems read stays in the clinic; so does what is read by who works on its behalf and is bound as
it is (45 CFR 160.103, workforce and business associates). What anybody else reads is disclosed to them.
"""

from typing import Annotated

import msgspec

from domain.shared.patterns import ONE_LINE
from domain.shared.values import Public, ValueObject

RecipientName = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=ONE_LINE,
        max_length=100,
        description="The name of an organisation, not of a person.",
        examples=["Harbor Reference Laboratory"],
    ),
]

SharingPurpose = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=ONE_LINE,
        max_length=200,
        description="What they need it for, so that a patient understands it; not about anybody.",
        examples=["Matching results to who they are of"],
    ),
]


class TheClinic(ValueObject, frozen=True, tag_field="is", tag="the-clinic"):
    """The program is the clinic's own, or somebody's who works for it and is bound as it is."""


class Outsider(ValueObject, frozen=True, kw_only=True, tag_field="is", tag="outsider"):
    """The program is somebody else's: what it reads is disclosed to them, and read as the patients let it be."""

    name: RecipientName
    purpose: SharingPurpose


KeyHolder = TheClinic | Outsider
"""Who gets to know what a key opens, told apart by ``is``."""
