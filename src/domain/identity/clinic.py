"""A clinic: the tenant, whose data never reaches another."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from domain.identity.branding import Branding
from domain.identity.clinic_rates import ClinicRates
from domain.identity.lock_out import LockOutTerms
from domain.identity.premises import (
    Expected,
    PlaceName,
    Room,
    Site,
    SiteExpectsPatients,
    check_room_name,
    check_site_name,
    room_of,
    site_of,
)
from domain.identity.sandbox import advanced, check_clock
from domain.identity.second_factor_terms import OwnSecondFactorFirst, SecondFactorDemand, SecondFactorTerms
from domain.identity.slug import Slug, check_slug
from domain.identity.standing import ClinicIsClosed, ClinicStanding, SuspensionReason
from domain.shared.aggregate import Aggregate, event
from domain.shared.contacts import PostalAddress
from domain.shared.identifiers import ClinicId, RoomId, SiteId
from domain.shared.languages import LanguageTag
from domain.shared.listed import changed, without
from domain.shared.places import Jurisdiction
from domain.shared.roles import Role
from domain.shared.time import Instant, TimeZone
from domain.shared.values import Public


class Clinic(Aggregate):
    """One clinic with its sites and rooms."""

    class Opened(Aggregate.Created, frozen=True, kw_only=True):
        """The operator opened the clinic."""

        name: PlaceName
        slug: Slug
        zone: TimeZone
        locale: LanguageTag
        sandbox_clock: Instant | None
        """Where the clock of a sandbox stands at first; a clinic with patients has none."""

    class Renamed(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic goes by another name; its slug stays."""

        name: PlaceName

    class TimeZoneChanged(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic's calendar days follow another clock; what is booked stays where it is."""

        zone: TimeZone

    class LocaleChanged(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic speaks another language where a person has not chosen one."""

        locale: LanguageTag

    class BrandingSet(Aggregate.Event, frozen=True, kw_only=True):
        """People see the clinic by another name, in other colours, or in whose name it writes is another."""

        branding: Branding

    class LockOutTermsSet(Aggregate.Event, frozen=True, kw_only=True):
        """Whoever guesses at somebody's password is locked out on other terms from now on."""

        terms: LockOutTerms

    class RatesSet(Aggregate.Event, frozen=True, kw_only=True):
        """The operator says how often the clinic's people may ask, or leaves it to the installation again."""

        rates: ClinicRates

    class SecondFactorTermsSet(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic's staff sign in with a second factor from another day on, or as they choose."""

        terms: SecondFactorTerms

    class ClockSet(Aggregate.Event, frozen=True, kw_only=True):
        """The owner of a sandbox set its clock."""

        to: Instant

    class SiteAdded(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic sees patients at another place. The address is a business's, not a person's."""

        site_id: SiteId
        name: PlaceName
        address: Public[PostalAddress]
        jurisdiction: Jurisdiction
        zone: TimeZone

    class SiteCorrected(Aggregate.Event, frozen=True, kw_only=True):
        """What is known of a site was put right; the law that applies there stays."""

        site_id: SiteId
        name: PlaceName
        address: Public[PostalAddress]
        zone: TimeZone

    class SiteClosed(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic sees nobody at a site any more, nor in its rooms; its name is free again."""

        site_id: SiteId

    class RoomAdded(Aggregate.Event, frozen=True, kw_only=True):
        """A site has a room that can be booked."""

        room_id: RoomId
        site_id: SiteId
        name: PlaceName

    class RoomRenamed(Aggregate.Event, frozen=True, kw_only=True):
        """A room goes by another name; what is booked in it stays."""

        room_id: RoomId
        name: PlaceName

    class RoomRetired(Aggregate.Event, frozen=True, kw_only=True):
        """A room takes no new bookings; its name is free again."""

        room_id: RoomId

    class Suspended(Aggregate.Event, frozen=True, kw_only=True):
        """The operator lets nobody of the clinic in until it is reinstated."""

        reason: SuspensionReason
        suspended_at: Instant

    class Reinstated(Aggregate.Event, frozen=True, kw_only=True):
        """The operator lets the clinic's people in again."""

        reinstated_at: Instant

    class Closed(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic is out of business here, for good; what is kept of it is kept."""

        closed_at: Instant

    name: PlaceName
    slug: Slug
    zone: TimeZone
    locale: LanguageTag
    branding: Branding
    lock_out: LockOutTerms
    rates: ClinicRates
    second_factor: SecondFactorTerms
    sandbox_clock: datetime | None
    """Where the clock of a sandbox stands: it runs only when it is set. A clinic with patients has none."""
    standing: ClinicStanding
    sites: tuple[Site, ...]
    """In the order in which they were added."""
    rooms: tuple[Room, ...]
    """Those in use, in the order in which they were added."""

    @classmethod
    def open(  # noqa: PLR0913 - what a clinic is opened with
        cls,
        id: ClinicId,
        name: PlaceName,
        slug: Slug,
        zone: TimeZone,
        locale: LanguageTag,
        *,
        sandbox_clock: datetime | None = None,
    ) -> "Clinic":
        """Open a clinic, ``zone`` being the clock that makes its calendar days, or a sandbox whose clock stands there.

        Raises ``SlugMalformed``, ``SlugReserved``.
        """
        check_slug(slug)
        return cls._create(
            cls.Opened, id=id, name=name, slug=slug, zone=zone, locale=locale, sandbox_clock=sandbox_clock
        )

    def rename(self, name: PlaceName) -> None:
        """Call the clinic by another name; the same name changes nothing."""
        if name != self.name:
            self._renamed(name=name)

    def change_time_zone(self, zone: TimeZone) -> None:
        """Let the clinic's days follow another clock; the same zone changes nothing."""
        if zone != self.zone:
            self._time_zone_changed(zone=zone)

    def change_locale(self, locale: LanguageTag) -> None:
        """Let the clinic speak another language; the same one changes nothing."""
        if locale != self.locale:
            self._locale_changed(locale=locale)

    def set_branding(self, branding: Branding) -> None:
        """Let people see the clinic like this; the same again changes nothing. Raises ``ContrastTooLow``."""
        branding.check()
        if branding != self.branding:
            self._branding_set(branding=branding)

    def set_lock_out_terms(self, terms: LockOutTerms) -> None:
        """Lock out whoever guesses on these terms; the same again change nothing."""
        if terms != self.lock_out:
            self._lock_out_terms_set(terms=terms)

    def set_rates(self, rates: ClinicRates) -> None:
        """Let the clinic's people ask so often; the same rates again change nothing. Raises ``RatesAtOdds``."""
        rates.check()
        if rates != self.rates:
            self._rates_set(rates=rates)

    def set_second_factor_terms(self, terms: SecondFactorTerms, *, has_one: bool) -> None:
        """Demand a second factor of the staff on these terms; the same again change nothing.

        ``has_one`` tells whether whoever sets them has a second factor. Raises ``OwnSecondFactorFirst``.
        """
        if terms.demanded_from is not None and not has_one:
            raise OwnSecondFactorFirst
        if terms != self.second_factor:
            self._second_factor_terms_set(terms=terms)

    def set_clock(self, to: datetime) -> None:
        """Set a sandbox's clock; the same instant changes nothing. Raises ``NotASandbox``, ``ClockRunsForward``."""
        check_clock(self.sandbox_clock, to)
        if to != self.sandbox_clock:
            self._clock_set(to=to)

    def advance_clock(self, by: timedelta) -> None:
        """Let time pass in a sandbox. Raises ``NotASandbox``, ``BeyondTheCalendar``."""
        self.set_clock(advanced(self.sandbox_clock, by))

    def add_site(
        self, site_id: SiteId, name: PlaceName, address: PostalAddress, jurisdiction: Jurisdiction, zone: TimeZone
    ) -> None:
        """Add a place where patients are seen. Raises ``SiteNameTaken``."""
        check_site_name(name, self.sites)
        self._site_added(site_id=site_id, name=name, address=address, jurisdiction=jurisdiction, zone=zone)

    def correct_site(self, site_id: SiteId, name: PlaceName, address: PostalAddress, zone: TimeZone) -> None:
        """Put right what is known of a site; the same again changes nothing. Raises ``UnknownSite``, ``SiteNameTaken``.

        What is booked there stays at its instant. The law stays, because visits were booked under it: a place where
        another law applies is another site.
        """
        site = site_of(self.sites, site_id)
        check_site_name(name, without(self.sites, site_id))
        if (name, address, zone) != (site.name, site.address, site.zone):
            self._site_corrected(site_id=site_id, name=name, address=address, zone=zone)

    def close_site(self, site_id: SiteId, expected: Expected) -> None:
        """See nobody at a site any more, nor in its rooms. Raises ``UnknownSite``, ``SiteExpectsPatients``."""
        site_of(self.sites, site_id)
        if any(expected):
            raise SiteExpectsPatients(visits=expected.visits, waiting=expected.waiting)
        self._site_closed(site_id=site_id)

    def add_room(self, room_id: RoomId, site_id: SiteId, name: PlaceName) -> None:
        """Add a room that can be booked. Raises ``UnknownSite``, ``RoomNameTaken``."""
        site_of(self.sites, site_id)
        check_room_name(name, site_id, self.rooms)
        self._room_added(room_id=room_id, site_id=site_id, name=name)

    def rename_room(self, room_id: RoomId, name: PlaceName) -> None:
        """Call a room by another name; the same name changes nothing. Raises ``UnknownRoom``, ``RoomNameTaken``."""
        room = room_of(self.rooms, room_id)
        if name != room.name:
            check_room_name(name, room.site, without(self.rooms, room_id))
            self._room_renamed(room_id=room_id, name=name)

    def retire_room(self, room_id: RoomId) -> None:
        """Take no new bookings of a room. Raises ``UnknownRoom``."""
        room_of(self.rooms, room_id)
        self._room_retired(room_id=room_id)

    def suspend(self, reason: SuspensionReason, *, now: datetime) -> None:
        """Let nobody in until further notice; a suspended clinic stays as it is. Raises ``ClinicIsClosed``."""
        self._check_not_closed()
        if self.standing is ClinicStanding.OPEN:
            self._suspended(reason=reason, suspended_at=now)

    def reinstate(self, *, now: datetime) -> None:
        """Let the clinic's people in again; an open clinic stays as it is. Raises ``ClinicIsClosed``."""
        self._check_not_closed()
        if self.standing is ClinicStanding.SUSPENDED:
            self._reinstated(reinstated_at=now)

    def close(self, *, now: datetime) -> None:
        """Let nobody in any more; a closed clinic stays as it is."""
        if self.standing is not ClinicStanding.CLOSED:
            self._closed(closed_at=now)

    def now(self, present: datetime) -> datetime:
        """Give what time it is at the clinic: the present, but in a sandbox what its clock says."""
        return self.sandbox_clock or present

    def second_factor_of(self, role: Role, *, now: datetime) -> SecondFactorDemand:
        """Give what second factor is demanded of whoever has a role, on the clinic's own day."""
        return self.second_factor.of(role, self.zone.date(now))

    def _check_not_closed(self) -> None:
        if self.standing is ClinicStanding.CLOSED:
            raise ClinicIsClosed

    @event(Opened)
    def __init__(
        self, name: PlaceName, slug: Slug, zone: TimeZone, locale: LanguageTag, sandbox_clock: datetime | None
    ) -> None:
        self.name = name
        self.slug = slug
        self.zone = zone
        self.locale = locale
        self.branding = Branding()
        self.lock_out = LockOutTerms()
        self.rates = ClinicRates()
        self.second_factor = SecondFactorTerms()
        self.sandbox_clock = sandbox_clock
        self.standing = ClinicStanding.OPEN
        self.sites = ()
        self.rooms = ()

    @event(Renamed)
    def _renamed(self, name: PlaceName) -> None:
        self.name = name

    @event(TimeZoneChanged)
    def _time_zone_changed(self, zone: TimeZone) -> None:
        self.zone = zone

    @event(LocaleChanged)
    def _locale_changed(self, locale: LanguageTag) -> None:
        self.locale = locale

    @event(BrandingSet)
    def _branding_set(self, branding: Branding) -> None:
        self.branding = branding

    @event(LockOutTermsSet)
    def _lock_out_terms_set(self, terms: LockOutTerms) -> None:
        self.lock_out = terms

    @event(RatesSet)
    def _rates_set(self, rates: ClinicRates) -> None:
        self.rates = rates

    @event(SecondFactorTermsSet)
    def _second_factor_terms_set(self, terms: SecondFactorTerms) -> None:
        self.second_factor = terms

    @event(ClockSet)
    def _clock_set(self, to: datetime) -> None:
        self.sandbox_clock = to

    @event(SiteAdded)
    def _site_added(
        self, site_id: SiteId, name: PlaceName, address: PostalAddress, jurisdiction: Jurisdiction, zone: TimeZone
    ) -> None:
        site = Site(id=site_id, name=name, address=address, jurisdiction=jurisdiction, zone=zone)
        self.sites = (*self.sites, site)

    @event(SiteCorrected)
    def _site_corrected(self, site_id: SiteId, name: PlaceName, address: PostalAddress, zone: TimeZone) -> None:
        self.sites = changed(self.sites, site_id, lambda site: replace(site, name=name, address=address, zone=zone))

    @event(SiteClosed)
    def _site_closed(self, site_id: SiteId) -> None:
        self.sites = without(self.sites, site_id)
        self.rooms = tuple(room for room in self.rooms if room.site != site_id)

    @event(RoomAdded)
    def _room_added(self, room_id: RoomId, site_id: SiteId, name: PlaceName) -> None:
        self.rooms = (*self.rooms, Room(id=room_id, site=site_id, name=name))

    @event(RoomRenamed)
    def _room_renamed(self, room_id: RoomId, name: PlaceName) -> None:
        self.rooms = changed(self.rooms, room_id, lambda room: replace(room, name=name))

    @event(RoomRetired)
    def _room_retired(self, room_id: RoomId) -> None:
        self.rooms = without(self.rooms, room_id)

    @event(Suspended)
    def _suspended(self, reason: SuspensionReason, suspended_at: Instant) -> None:
        self.standing = ClinicStanding.SUSPENDED

    @event(Reinstated)
    def _reinstated(self, reinstated_at: Instant) -> None:
        self.standing = ClinicStanding.OPEN

    @event(Closed)
    def _closed(self, closed_at: Instant) -> None:
        self.standing = ClinicStanding.CLOSED
