"""How a clinic is opened, named, and where it works."""

from collections.abc import Callable
from uuid import UUID

import pytest

from domain.identity.clinic import Clinic
from domain.identity.lock_out import LockOutTerms
from domain.identity.premises import RoomNameTaken, SiteNameTaken, UnknownRoom, UnknownSite
from domain.identity.slug import SlugMalformed, SlugReserved
from domain.shared.contacts import PostalAddress
from domain.shared.identifiers import ClinicId, RoomId, SiteId
from domain.shared.time import TimeZone
from unit.spec import STREAM, given

Act = Callable[[Clinic], None]

NEW_YORK, CHICAGO = TimeZone(name="America/New_York"), TimeZone(name="America/Chicago")
ADDRESS = PostalAddress(street="1 Lake Street", city="Albany", postal_code="12207", country="US")
STRICT = LockOutTerms(tries=5, first_wait_minutes=15)
EAST, WEST = SiteId(UUID(int=41)), SiteId(UUID(int=42))
ROOM, OTHER_ROOM = RoomId(UUID(int=51)), RoomId(UUID(int=52))

opened = Clinic.Opened(name="Lakeside Family Care", slug="lakeside", zone=NEW_YORK, locale="en-US", sandbox_clock=None)
renamed = Clinic.Renamed(name="Lakeside Care")
moved_clock = Clinic.TimeZoneChanged(zone=CHICAGO)
stricter = Clinic.LockOutTermsSet(terms=STRICT)
in_spanish = Clinic.LocaleChanged(locale="es-US")
room_added = Clinic.RoomAdded(room_id=ROOM, site_id=EAST, name="Room 1")
room_retired = Clinic.RoomRetired(room_id=ROOM)


def site(site_id: SiteId, name: str) -> Clinic.SiteAdded:
    """Give the fact that a site was added."""
    return Clinic.SiteAdded(site_id=site_id, name=name, address=ADDRESS, jurisdiction="US-NY", zone=NEW_YORK)


east, west = site(EAST, "East"), site(WEST, "West")


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
