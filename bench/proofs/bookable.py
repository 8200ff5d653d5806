"""A clinic that can be booked, made by the application's own commands, and its owner signed in."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
from bench.proofs.credentials import credential
from bench.proofs.newcomers import born

from application.identity.clinics.open_clinic import OpenClinic
from application.patients.give_consent import GiveConsent
from application.patients.register_patient import RegisterPatient
from application.patients.verify_identity import VerifyIdentity
from application.providers.add_provider import AddProvider
from application.providers.grant_authority import GrantAuthority
from application.providers.offer_visit_type import OfferVisitType
from application.scheduling.hours.set_booking_policy import SetBookingPolicy
from application.scheduling.hours.set_weekly_hours import SetWeeklyHours
from application.shared.actor import Actor
from application.shared.command import Command
from application.shared.execution import Call
from domain.patients.consent import ConsentKind
from domain.patients.demographics import Demographics
from domain.patients.verification import IdentityCheck
from domain.providers.authority import Authority, AuthorityKind
from domain.providers.profile import Profile
from domain.providers.visit_type import VisitType
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.hours.working_hours import Weekday, WeeklyHours
from domain.shared.contacts import EmailAddress, PersonName
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from domain.shared.money import Money
from domain.shared.roles import Role
from domain.shared.time import TimeZone
from domain.shared.visits import VisitMode
from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.wiring import pipelines

UTC_ZONE = TimeZone(name="UTC")
MINUTES = 15
OWNER = EmailAddress(address="owner@example.org")
Perform = Callable[[Command, Actor], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Bookable:
    """What a load generator needs to know."""

    owner: Actor
    headers: Mapping[str, str]
    """The credential of every request."""
    provider: ProviderId
    colleague: ProviderId
    """Who could hold every visit as well."""
    patients: Sequence[PatientId]
    perform: Perform
    """Carries a command out, without HTTP."""

    def slots(self, count: int) -> Iterator[datetime]:
        """Give so many consecutive slots, from the day after tomorrow on; both providers work around the clock."""
        begin = datetime.combine(datetime.now(UTC).date() + timedelta(days=2), datetime.min.time(), UTC)
        return (begin + timedelta(minutes=MINUTES * number) for number in range(count))

    def booking(self, slot: datetime, patient: UUID, provider: UUID | None = None) -> dict[str, Any]:
        """Give the body that books a phone call, with ``provider`` unless said."""
        return {
            "patient": str(patient),
            "visit": {
                "provider": str(provider or self.provider),
                "visit_type": "call",
                "starts_at": slot.isoformat(),
                "place": {"jurisdiction": "US-NY", "zone": {"name": "UTC"}},
            },
            "whereabouts": {
                "address": {"street": "5 Elm Street", "city": "Albany", "postal_code": "12207", "country": "US"},
                "call_back": {"number": "+12025550123"},
                "emergency_contact": {
                    "name": {"family": "Okafor", "given": "Ada"},
                    "phone": {"number": "+12025550124"},
                },
            },
        }

    def overbooking(self, slot: datetime, patient: UUID) -> dict[str, Any]:
        """Give the body that books a phone call on top of whatever is booked."""
        return self.booking(slot, patient) | {"because": "She can come at no other time this week."}

    def series(self, slot: datetime, patient: UUID) -> dict[str, Any]:
        """Give the body that books two phone calls four weeks apart, both or none."""
        booking = self.booking(slot, patient)
        visit = {name: value for name, value in booking["visit"].items() if name != "starts_at"}
        recurrence = {
            "rule": {"repeats": "weekly", "weekdays": [Weekday.of(slot.date())], "interval": 4},
            "first_day": slot.date().isoformat(),
            "at": f"{slot:%H:%M}",
            "count": 2,
        }
        return booking | {"visit": visit, "recurrence": recurrence}

    def wait(self, slot: datetime, patient: UUID) -> dict[str, Any]:
        """Give the body that waits for a phone call on the day of a slot."""
        booking = self.booking(slot, patient)
        visit, day = booking.pop("visit"), slot.date().isoformat()
        wish = {"visit_type": visit["visit_type"], "mode": "phone", "place": visit["place"]}
        return {**booking, "wish": {**wish, "first_day": day, "last_day": day}}


async def bookable(container: ApplicationContainer, name: str, *, patients: int) -> Bookable:
    """Open a clinic whose patients all have its name for a family name."""
    use_cases = pipelines(container)

    async def perform(command: Command, actor: Actor) -> dict[str, Any]:
        pipeline: Any = use_cases[type(command)]
        answer = await pipeline(command, Call(actor=actor, request_id=uuid4(), budget=60))
        receipt: dict[str, Any] = msgspec.json.decode(answer.body)
        return receipt

    clinic = ClinicId(uuid4())
    operator = Actor(clinic=clinic, id=AccountId(uuid4()), role=Role.OPERATOR)
    opening = OpenClinic(name=name, slug=name, zone=UTC_ZONE, locale="en", owner_email=OWNER)
    opened = await perform(opening, operator)
    owner = Actor(clinic=clinic, id=AccountId(UUID(opened["owner"])), role=Role.OWNER)
    await perform(SetBookingPolicy(policy=BookingPolicy.default()), owner)
    provider, colleague = [await _provider(given, owner, perform) for given in ("Judith", "Amos")]
    people = [await _patient(name, nth, owner, perform) for nth in range(patients)]
    return Bookable(owner, credential(container, owner), provider, colleague, people, perform)


async def _provider(given: str, owner: Actor, perform: Perform) -> ProviderId:
    name = PersonName(family="Adler", given=given)
    added = await perform(AddProvider(name=name, profile=Profile(zone=UTC_ZONE)), owner)
    provider = ProviderId(UUID(added["id"]))
    licence = Authority(
        kind=AuthorityKind.LICENSE, profession="physician", jurisdiction="US-NY", valid_from=date(2020, 1, 1)
    )
    await perform(GrantAuthority(provider=provider, authority=licence, number="MD-1"), owner)
    call = VisitType(
        code="call", name="Call", mode=VisitMode.PHONE, length_minutes=MINUTES, price=Money(minor=4000, currency="USD")
    )
    await perform(OfferVisitType(provider=provider, visit_type=call), owner)
    hours = tuple(WeeklyHours(weekday=weekday, opens="00:00", closes="24:00") for weekday in Weekday)
    await perform(SetWeeklyHours(provider=provider, hours=hours), owner)
    return provider


async def _patient(family: str, nth: int, owner: Actor, perform: Perform) -> PatientId:
    who = Demographics(name=PersonName(family=family, given="Mia"), birth_date=born(nth))
    patient = PatientId(UUID((await perform(RegisterPatient(demographics=who, insist=True), owner))["id"]))
    await perform(VerifyIdentity(patient=patient, method=IdentityCheck.PHOTO_ID), owner)
    await perform(GiveConsent(patient=patient, kind=ConsentKind.TELEHEALTH, text_version="2030-01"), owner)
    return patient
