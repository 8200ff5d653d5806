"""How a clinic is opened, named, and where it works."""

from collections.abc import Callable
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.identity.clinic import Clinic
from domain.identity.lock_out import LockOutTerms
from domain.identity.premises import (
    Expected,
    RoomNameTaken,
    SiteExpectsPatients,
    SiteNameTaken,
    UnknownRoom,
    UnknownSite,
)
from domain.identity.slug import SlugMalformed, SlugReserved
from domain.shared.contacts import PostalAddress
from domain.shared.identifiers import ClinicId, RoomId, SiteId
from domain.shared.time import TimeZone
from unit.spec import STREAM, given

Act = Callable[[Clinic], None]

NEW_YORK, CHICAGO = TimeZone(name="America/New_York"), TimeZone(name="America/Chicago")
ADDRESS = PostalAddress(street="1 Lake Street", city="Albany", postal_code="12207", country="US")
HARBOR = PostalAddress(street="2 Harbor Road", city="Albany", postal_code="12207", country="US")
STRICT = LockOutTerms(tries=5, first_wait_minutes=15)
EAST, WEST = SiteId(UUID(int=41)), SiteId(UUID(int=42))
ROOM, OTHER_ROOM = RoomId(UUID(int=51)), RoomId(UUID(int=52))

opened = Clinic.Opened(name="Lakeside Family Care", slug="lakeside", zone=NEW_YORK, locale="en-US", sandbox_clock=None)
renamed = Clinic.Renamed(name="Lakeside Care")
moved_clock = Clinic.TimeZoneChanged(zone=CHICAGO)
stricter = Clinic.LockOutTermsSet(terms=STRICT)
in_spanish = Clinic.LocaleChanged(locale="es-US")
room_added = Clinic.RoomAdded(room_id=ROOM, site_id=EAST, name="Room 1")
room_renamed = Clinic.RoomRenamed(room_id=ROOM, name="Blue room")
room_retired = Clinic.RoomRetired(room_id=ROOM)


def site(site_id: SiteId, name: str) -> Clinic.SiteAdded:
    """Give the fact that a site was added."""
    return Clinic.SiteAdded(site_id=site_id, name=name, address=ADDRESS, jurisdiction="US-NY", zone=NEW_YORK)


east, west = site(EAST, "East"), site(WEST, "West")
in_order = Clinic.SiteCorrected(site_id=EAST, name="East", address=ADDRESS, zone=NEW_YORK)
corrected = Clinic.SiteCorrected(site_id=EAST, name="North", address=HARBOR, zone=CHICAGO)
closed = Clinic.SiteClosed(site_id=EAST)


def opening(slug: str) -> Callable[[], Clinic]:
    """Open Lakeside under a short name."""
    return lambda: Clinic.open(ClinicId(STREAM), "Lakeside Family Care", slug, NEW_YORK, "en-US")


def locking_out(terms: LockOutTerms) -> Act:
    """Lock out whoever guesses at a password on some terms."""
    return lambda clinic: clinic.set_lock_out_terms(terms)


def adding_site(site_id: SiteId, name: str) -> Act:
    """Add a place where patients are seen."""
    return lambda clinic: clinic.add_site(site_id, name, ADDRESS, "US-NY", NEW_YORK)


def adding_room(room_id: RoomId, site_id: SiteId, name: str) -> Act:
    """Add a room that can be booked."""
    return lambda clinic: clinic.add_room(room_id, site_id, name)


def correcting(name: str = "East", address: PostalAddress = ADDRESS, zone: TimeZone = NEW_YORK) -> Act:
    """Put right what is known of the eastern site."""
    return lambda clinic: clinic.correct_site(EAST, name, address, zone)


def closing(site_id: SiteId, visits: int = 0, waiting: int = 0) -> Act:
    """Close a site."""
    return lambda clinic: clinic.close_site(site_id, Expected(visits=visits, waiting=waiting))


def renaming(room_id: RoomId, name: str) -> Act:
    """Call a room by another name."""
    return lambda clinic: clinic.rename_room(room_id, name)


def retiring(room_id: RoomId) -> Act:
    """Take no new bookings of a room."""
    return lambda clinic: clinic.retire_room(room_id)


def test_opening() -> None:
    """A clinic has a name, a short name for sign-in, a clock and a language."""
    given().when(opening("lakeside")).then(opened)


@pytest.mark.parametrize(
    "slug", ["ab", "a" * 64, "Lakeside", "lake side", "-lake", "lake-", "la--ke", "1lake", "lake\n"]
)
def test_malformed_short_names(slug: str) -> None:
    """A short name is 3 to 63 small letters, digits and single hyphens."""
    given().when(opening(slug)).then_rejected(SlugMalformed)


@pytest.mark.parametrize("slug", ["abc", "a" * 63, "lake-side-2"])
def test_good_short_names(slug: str) -> None:
    """Letters, digits and hyphens make a good short name."""
    given().when(opening(slug)).then(
        Clinic.Opened(name="Lakeside Family Care", slug=slug, zone=NEW_YORK, locale="en-US", sandbox_clock=None)
    )


def test_reserved_short_names() -> None:
    """No clinic is called admin: patients would take it for somebody else."""
    given().when(opening("admin")).then_rejected(SlugReserved, slug="admin")


def test_renaming() -> None:
    """A clinic may go by another name."""
    given(Clinic, opened).when(lambda clinic: clinic.rename("Lakeside Care")).then(renamed)


def test_the_same_name() -> None:
    """Giving the name that it has changes nothing."""
    given(Clinic, opened, renamed).when(lambda clinic: clinic.rename("Lakeside Care")).then()


def test_another_clock() -> None:
    """A clinic that moves follows the clock of its new place."""
    given(Clinic, opened).when(lambda clinic: clinic.change_time_zone(CHICAGO)).then(moved_clock)


def test_the_same_clock() -> None:
    """Giving the time zone that it has changes nothing."""
    given(Clinic, opened, moved_clock).when(lambda clinic: clinic.change_time_zone(CHICAGO)).then()


def test_another_language() -> None:
    """A clinic may speak another language to people who have not chosen one."""
    given(Clinic, opened).when(lambda clinic: clinic.change_locale("es-US")).then(in_spanish)


def test_the_same_language() -> None:
    """Giving the language that it has changes nothing."""
    given(Clinic, opened, in_spanish).when(lambda clinic: clinic.change_locale("es-US")).then()


def test_other_lock_out_terms() -> None:
    """A clinic may lock out after fewer failed tries, and for longer; the same terms again change nothing."""
    given(Clinic, opened).when(locking_out(STRICT)).then(stricter)
    given(Clinic, opened, stricter).when(locking_out(STRICT)).then()


def test_the_usual_lock_out_terms() -> None:
    """A clinic that has set nothing locks out as usual, and may go back to that."""
    given(Clinic, opened).when(locking_out(LockOutTerms())).then()
    given(Clinic, opened, stricter).when(locking_out(LockOutTerms())).then(Clinic.LockOutTermsSet(terms=LockOutTerms()))


def test_adding_a_site() -> None:
    """A site has a name, an address, the law that applies there and its own clock."""
    given(Clinic, opened, east).when(adding_site(WEST, "West")).then(west)


@pytest.mark.parametrize("name", ["East", "EAST", " east "])
def test_each_site_name_once(name: str) -> None:
    """Two sites do not share a name, however it is written."""
    given(Clinic, opened, east).when(adding_site(WEST, name)).then_rejected(SiteNameTaken, site=EAST)


@pytest.mark.parametrize(
    ("correction", "corrected"),
    [
        (correcting("North"), replace(in_order, name="North")),
        (correcting(address=HARBOR), replace(in_order, address=HARBOR)),
        (correcting(zone=CHICAGO), replace(in_order, zone=CHICAGO)),
    ],
    ids=["name", "address", "clock"],
)
def test_correcting_a_site(correction: Act, corrected: Clinic.SiteCorrected) -> None:
    """A site's name, address and clock are put right; the law stays, since visits were booked under it."""
    given(Clinic, opened, east, west).when(correction).then(corrected)


def test_nothing_to_correct() -> None:
    """Giving what is known of a site already changes nothing, also where other sites were corrected."""
    given(Clinic, opened, west, east, corrected).when(correcting("North", HARBOR, CHICAGO)).then()
    given(Clinic, opened, east).when(correcting()).then()


def test_writing_a_sites_name_otherwise() -> None:
    """A site may be written in other letters: its own name is not taken by itself."""
    given(Clinic, opened, east).when(correcting("EAST")).then(replace(in_order, name="EAST"))


def test_correcting_to_a_name_that_is_taken() -> None:
    """No site is given the name of another, however it is written; a name that was corrected is free."""
    given(Clinic, opened, west, east).when(correcting("west")).then_rejected(SiteNameTaken, site=WEST)
    given(Clinic, opened, east, corrected).when(adding_site(WEST, "East")).then(replace(west, name="East"))


@pytest.mark.parametrize("act", [correcting(), closing(EAST)], ids=["correct", "close"])
def test_a_site_that_is_not_there(act: Act) -> None:
    """A site that the clinic does not have, or closed, is neither corrected nor closed."""
    given(Clinic, opened, west).when(act).then_rejected(UnknownSite, site=EAST)
    given(Clinic, opened, east, closed).when(act).then_rejected(UnknownSite, site=EAST)


def test_closing_a_site() -> None:
    """A site where nobody is expected any more is closed."""
    given(Clinic, opened, east, west, room_added).when(closing(EAST)).then(closed)


@pytest.mark.parametrize(("visits", "waiting"), [(1, 0), (0, 2), (3, 1)])
def test_a_site_that_expects_patients(visits: int, waiting: int) -> None:
    """While visits are ahead at a site, or somebody waits for one there, it stays open: nobody finds a locked door."""
    expecting = given(Clinic, opened, east).when(closing(EAST, visits, waiting))
    expecting.then_rejected(SiteExpectsPatients, visits=visits, waiting=waiting)


def test_what_a_closed_site_leaves() -> None:
    """The rooms of a closed site go with it, those of others stay; its name is free again."""
    other_room = Clinic.RoomAdded(room_id=OTHER_ROOM, site_id=WEST, name="Room 1")
    left = (opened, east, west, room_added, other_room, closed)
    given(Clinic, *left).when(retiring(ROOM)).then_rejected(UnknownRoom, room=ROOM)
    given(Clinic, *left).when(retiring(OTHER_ROOM)).then(Clinic.RoomRetired(room_id=OTHER_ROOM))
    given(Clinic, *left).when(adding_site(EAST, "East")).then(east)


def test_adding_a_room() -> None:
    """A room belongs to a site and can be booked."""
    given(Clinic, opened, east).when(adding_room(ROOM, EAST, "Room 1")).then(room_added)


def test_a_room_needs_a_site() -> None:
    """A room cannot be added to a site that the clinic does not have."""
    given(Clinic, opened, east).when(adding_room(ROOM, WEST, "Room 1")).then_rejected(UnknownSite, site=WEST)


def test_each_room_name_once() -> None:
    """Two rooms of a site do not share a name."""
    twice = given(Clinic, opened, east, room_added).when(adding_room(OTHER_ROOM, EAST, "room  1"))
    twice.then_rejected(RoomNameTaken, room=ROOM)


def test_several_rooms() -> None:
    """A site may have several rooms."""
    second = Clinic.RoomAdded(room_id=OTHER_ROOM, site_id=EAST, name="Room 2")
    given(Clinic, opened, east, room_added).when(adding_room(OTHER_ROOM, EAST, "Room 2")).then(second)


def test_the_same_room_name_elsewhere() -> None:
    """Every site may have its Room 1."""
    elsewhere = Clinic.RoomAdded(room_id=OTHER_ROOM, site_id=WEST, name="Room 1")
    given(Clinic, opened, east, west, room_added).when(adding_room(OTHER_ROOM, WEST, "Room 1")).then(elsewhere)


def test_renaming_a_room() -> None:
    """A room may go by another name, or by its own in other letters."""
    given(Clinic, opened, east, room_added).when(renaming(ROOM, "Blue room")).then(room_renamed)
    given(Clinic, opened, east, room_added).when(renaming(ROOM, "ROOM 1")).then(replace(room_renamed, name="ROOM 1"))


def test_the_same_name_of_a_room() -> None:
    """Giving the name that the room has changes nothing."""
    given(Clinic, opened, east, room_added, room_renamed).when(renaming(ROOM, "Blue room")).then()


def test_renaming_to_a_name_that_is_taken() -> None:
    """Two rooms of a site do not share a name; at another site the name may be had, and the old one is free."""
    second = Clinic.RoomAdded(room_id=OTHER_ROOM, site_id=EAST, name="Room 2")
    taken = given(Clinic, opened, east, room_added, second).when(renaming(OTHER_ROOM, "room 1"))
    taken.then_rejected(RoomNameTaken, room=ROOM)
    elsewhere = Clinic.RoomAdded(room_id=OTHER_ROOM, site_id=WEST, name="Blue room")
    given(Clinic, opened, east, west, elsewhere, room_added).when(renaming(ROOM, "Blue room")).then(room_renamed)
    given(Clinic, opened, east, room_added, room_renamed).when(adding_room(OTHER_ROOM, EAST, "Room 1")).then(
        replace(second, name="Room 1")
    )


def test_renaming_what_is_retired() -> None:
    """A retired room keeps its name."""
    given(Clinic, opened, east, room_added, room_retired).when(renaming(ROOM, "Blue room")).then_rejected(
        UnknownRoom, room=ROOM
    )


def test_retiring_a_room() -> None:
    """A room that is given up takes no new bookings."""
    given(Clinic, opened, east, room_added).when(retiring(ROOM)).then(room_retired)


def test_retired_once() -> None:
    """A room cannot be retired twice."""
    given(Clinic, opened, east, room_added, room_retired).when(retiring(ROOM)).then_rejected(UnknownRoom, room=ROOM)


def test_a_retired_name_is_free() -> None:
    """A new room may take the name of a retired one."""
    again = Clinic.RoomAdded(room_id=OTHER_ROOM, site_id=EAST, name="Room 1")
    reused = given(Clinic, opened, east, room_added, room_retired).when(adding_room(OTHER_ROOM, EAST, "Room 1"))
    reused.then(again)
