"""What the calendar asks of the other contexts, in their own words turned into its words."""

from collections.abc import Iterable
from uuid import UUID

from application.patients.streams import registry_rules_of
from application.scheduling.streams import availability_of, booking_rules_of
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.identity.clinic import Clinic
from domain.identity.premises import Room
from domain.patients.consent import ConsentKind
from domain.patients.patient import Patient
from domain.patients.registry_policy import ClinicRegistryRules, RegistryPolicy, RegistryTerms
from domain.providers.provider import Provider
from domain.providers.visit_type import VisitType as OfferedVisitType
from domain.scheduling.appointments.eligibility import PatientStanding
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.appointments.visit_type import VisitType
from domain.scheduling.hours.availability import Availability, HoursAtUnknownSite
from domain.scheduling.hours.booking_policy import BookingPolicy, ClinicBookingRules
from domain.scheduling.hours.provider_calendar import ProviderCalendar
from domain.scheduling.hours.working_hours import WorkingRules
from domain.shared.identifiers import PatientId, ProviderId, RoomId, SiteId
from domain.shared.time import TimeZone
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.one_person import OnePerson
from infrastructure.memory.whole_clinic import WholeClinic


class Neighbours:
    """Reads patients, providers and premises for the calendar, whoever asks: its rules look at the whole clinic."""

    def __init__(self, log: MemoryLog) -> None:
        self._patients = WholeClinic(Patient, log)
        self._person = OnePerson(log)
        self._providers = WholeClinic(Provider, log)
        self._clinics = WholeClinic(Clinic, log)
        self._availabilities = WholeClinic(Availability, log)
        self._rules = WholeClinic(ClinicBookingRules, log)
        self._registry_rules = WholeClinic(ClinicRegistryRules, log)

    def policy(self, execution: Execution) -> BookingPolicy:
        """Give the clinic's booking policy, or the default."""
        rules = self._rules.find(booking_rules_of(execution.clinic), execution)
        return rules.policy if rules is not None else BookingPolicy.default()

    def provider(self, id: UUID, execution: Execution) -> Provider:  # noqa: A002 - the field's word
        """Give a provider of the directory. Raises ``NotFound``."""
        provider = self._providers.find(id, execution)
        if provider is None:
            raise NotFound(id=id)
        return provider

    def calendars(self, execution: Execution) -> list[tuple[Provider, ProviderCalendar]]:
        """Give every provider with their calendar, in the order of their ids."""
        return [(provider, self._calendar(provider, execution)) for provider in self._providers.all(execution)]

    def calendar(self, id: ProviderId, execution: Execution) -> ProviderCalendar:  # noqa: A002 - the field's word
        """Give a provider's calendar. Raises ``NotFound``."""
        return self._calendar(self.provider(id, execution), execution)

    def records(self, id: PatientId, execution: Execution) -> tuple[PatientId, ...]:  # noqa: A002 - the field's word
        """Give every record of a patient's person, the one that stays first."""
        return self._person.records(id, execution)

    def standing(self, id: PatientId, execution: Execution) -> PatientStanding:  # noqa: A002 - the field's word
        """Give what the registry says of a patient. Raises ``NotFound``."""
        records = self.records(id, execution)
        patient = self._patients.find(records[0], execution)
        if patient is None:
            raise NotFound(id=id)
        return PatientStanding(
            patient=id,
            records=records if len(records) > 1 else (),
            active=patient.deactivation is None,
            telehealth_consent=patient.agrees(ConsentKind.TELEHEALTH, self._terms(execution)),
            identity_verified=patient.identity is not None,
        )

    def place(self, stated: VisitPlace | SiteId, execution: Execution) -> VisitPlace:
        """Settle a place: at a site, the site's law and clock. Raises ``NotFound``."""
        if not isinstance(stated, VisitPlace):
            return self.site(stated, execution)
        return stated if stated.site is None else self.site(stated.site, execution)

    def site(self, id: SiteId, execution: Execution) -> VisitPlace:  # noqa: A002 - the field's word
        """Give the place that a site is. Raises ``NotFound``."""
        clinic = self._clinics.find(execution.clinic, execution)
        for site in clinic.sites if clinic is not None else ():
            if site.id == id:
                return VisitPlace(jurisdiction=site.jurisdiction, zone=site.zone, site=site.id)
        raise NotFound(id=id)

    def rooms(self, execution: Execution, site: SiteId | None) -> tuple[RoomId, ...]:
        """Give the rooms in use at a site; none where there is no site."""
        return tuple(room.id for room in self._rooms(execution) if room.site == site)

    def demand_room(self, id: RoomId, site: SiteId | None, execution: Execution) -> None:  # noqa: A002 - as above
        """Raise ``NotFound`` unless the room is in use, at the site where one is named."""
        if not any(room.id == id and site in (None, room.site) for room in self._rooms(execution)):
            raise NotFound(id=id)

    def _terms(self, execution: Execution) -> RegistryTerms:
        rules = self._registry_rules.find(registry_rules_of(execution.clinic), execution)
        clinic = self._clinics.find(execution.clinic, execution)
        if clinic is None:
            raise NotFound(id=execution.clinic)
        policy = rules.policy if rules is not None else RegistryPolicy.default()
        return RegistryTerms(policy=policy, day=clinic.zone.date(execution.now))

    def _rooms(self, execution: Execution) -> tuple[Room, ...]:
        clinic = self._clinics.find(execution.clinic, execution)
        return clinic.rooms if clinic is not None else ()

    def _calendar(self, provider: Provider, execution: Execution) -> ProviderCalendar:
        id = ProviderId(provider.id)  # noqa: A001 - the field's word
        availability = self._availabilities.find(availability_of(id), execution)
        return ProviderCalendar(
            provider=id,
            rules=availability.rules if availability is not None else WorkingRules(zone=provider.profile.zone),
            visit_types=tuple(map(_visit_type, provider.visit_types)),
            authorities=tuple(held.right for held in provider.authorities),
            suspended=provider.suspended,
            leaves_at=provider.leaves_at,
        )


class MemoryDirectory:
    """Knows the providers' clocks."""

    def __init__(self, neighbours: Neighbours) -> None:
        self._neighbours = neighbours

    async def zone(self, provider: ProviderId, execution: Execution) -> TimeZone:
        """Give the clock by which a provider works. Raises ``NotFound``."""
        return self._neighbours.provider(provider, execution).profile.zone

    async def demand_patient(self, patient: PatientId, execution: Execution) -> None:
        """Raise ``NotFound`` unless the clinic registered the patient."""
        self._neighbours.standing(patient, execution)

    async def demand_sites(self, sites: Iterable[SiteId | None], execution: Execution) -> None:
        """Raise ``HoursAtUnknownSite`` unless the clinic has each site that is named."""
        for site in sorted({site for site in sites if site is not None}):
            try:
                self._neighbours.site(site, execution)
            except NotFound as unknown:
                raise HoursAtUnknownSite(site=site) from unknown


def _visit_type(offered: OfferedVisitType) -> VisitType:
    return VisitType(
        code=offered.code,
        mode=offered.mode,
        length_minutes=offered.length_minutes,
        buffer_before_minutes=offered.buffer_before_minutes,
        buffer_after_minutes=offered.buffer_after_minutes,
        price=offered.price,
    )
