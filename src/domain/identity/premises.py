"""Where a clinic works: its sites and their rooms."""

from typing import Annotated

import msgspec

from domain.shared.contacts import PostalAddress
from domain.shared.errors import DomainError
from domain.shared.identifiers import RoomId, SiteId
from domain.shared.places import Jurisdiction
from domain.shared.time import TimeZone
from domain.shared.values import ValueObject

PlaceName = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^\x00-\x1f\x7f]*[^\s\ufeff\x00-\x1f\x7f][^\x00-\x1f\x7f]*$",
        min_length=1,
        max_length=100,
        examples=["Lakeside", "Room 2"],
    ),
]
"""What a clinic, a site or a room is called."""


class SiteNameTaken(DomainError):
    """Two sites of a clinic do not share a name."""

    code = "identity.site-name-taken"
    mend = "Give the site a name that tells it from the others."


class UnknownSite(DomainError):
    """A room belongs to a site of the clinic."""

    code = "identity.unknown-site"
    mend = "Add the site first, or read the clinic's sites again."


class RoomNameTaken(DomainError):
    """Two rooms of a site do not share a name."""

    code = "identity.room-name-taken"
    mend = "Give the room a name that tells it from the others, or retire the one that has it."


class UnknownRoom(DomainError):
    """Only a room in use can be retired."""

    code = "identity.unknown-room"
    mend = "Read the clinic's rooms again; this one is retired or was never there."


class Site(ValueObject, frozen=True, kw_only=True):
    """A place where patients are seen in person."""

    id: SiteId
    name: PlaceName
    address: PostalAddress
    jurisdiction: Jurisdiction
    """Whose law applies to a visit here."""
    zone: TimeZone
    """The clock on its wall."""


class Room(ValueObject, frozen=True, kw_only=True):
    """A room that can be booked."""

    id: RoomId
    site: SiteId
    name: PlaceName


def same_name(one: PlaceName, other: PlaceName) -> bool:
    """Tell whether people would take two names for one: capitals and spaces make no difference."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
