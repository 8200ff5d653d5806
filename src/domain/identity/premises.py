"""Where a clinic works: its sites and their rooms."""

from collections.abc import Iterable
from typing import Annotated, NamedTuple

import msgspec

from domain.shared.contacts import PostalAddress
from domain.shared.errors import DomainError
from domain.shared.identifiers import RoomId, SiteId
from domain.shared.listed import entry_of
from domain.shared.patterns import ONE_LINE
from domain.shared.places import Jurisdiction
from domain.shared.time import TimeZone
from domain.shared.values import Public, ValueObject

PlaceName = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=ONE_LINE,
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
    """Only a site that the clinic has is corrected, closed, or given a room."""

    code = "identity.unknown-site"
    mend = "Read the clinic's sites again; this one is closed or was never there."


class SiteExpectsPatients(DomainError):
    """A site is closed once nobody is expected there, so that no patient stands before a locked door."""

    code = "identity.site-expects-patients"
    mend = "Move or cancel the visits that are booked there, and have those who wait for the site wait for another."


class RoomNameTaken(DomainError):
    """Two rooms of a site do not share a name."""

    code = "identity.room-name-taken"
    mend = "Give the room a name that tells it from the others, or retire the one that has it."


class UnknownRoom(DomainError):
    """Only a room in use is renamed or retired."""

    code = "identity.unknown-room"
    mend = "Read the clinic's rooms again; this one is retired or was never there."


class Site(ValueObject, frozen=True, kw_only=True):
    """A place where patients are seen in person."""

    id: SiteId
    name: PlaceName
    address: Public[PostalAddress]
    jurisdiction: Jurisdiction
    """Whose law applies to a visit here."""
    zone: TimeZone
    """The clock on its wall."""


class Expected(NamedTuple):
    """Who is still expected at a site."""

    visits: int
    """Those that were asked for or booked and have not ended."""
    waiting: int
    """Patients who wait for a visit there."""


class Room(ValueObject, frozen=True, kw_only=True):
    """A room that can be booked."""

    id: RoomId
    site: SiteId
    name: PlaceName


def same_name(one: PlaceName, other: PlaceName) -> bool:
    """Tell whether people would take two names for one: capitals and spaces make no difference."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def site_of(sites: Iterable[Site], site_id: SiteId) -> Site:
    """Give a site that the clinic has. Raises ``UnknownSite``."""
    return entry_of(sites, site_id, UnknownSite(site=site_id))


def room_of(rooms: Iterable[Room], room_id: RoomId) -> Room:
    """Give a room in use. Raises ``UnknownRoom``."""
    return entry_of(rooms, room_id, UnknownRoom(room=room_id))


def check_site_name(name: PlaceName, others: Iterable[Site]) -> None:
    """Raise ``SiteNameTaken``."""
    for site in others:
        if same_name(site.name, name):
            raise SiteNameTaken(site=site.id)


def check_room_name(name: PlaceName, site: SiteId, others: Iterable[Room]) -> None:
    """Raise ``RoomNameTaken``; rooms of other sites may share a name."""
    for room in others:
        if room.site == site and same_name(room.name, name):
            raise RoomNameTaken(room=room.id)
