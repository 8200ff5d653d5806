"""Opening the demo clinic, once, and taking it up again where it was broken off."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

import msgspec

from application.identity.accounts.accept_invitation import AcceptInvitation
from application.identity.accounts.invite_account import InviteAccount
from application.identity.accounts.invite_patient import InvitePatient
from application.identity.clinics.add_room import AddRoom
from application.identity.clinics.add_site import AddSite
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
from domain.identity.account import EmailTaken
from domain.identity.slug import SlugTaken
from domain.patients.consent import ConsentKind
from domain.patients.verification import IdentityCheck
from domain.providers.authority import Authority, AuthorityKind
from domain.providers.profile import Profile
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId, RoomId, SiteId
from domain.shared.roles import Role
from domain.shared.time import TimeZone
from interfaces.demo import practice
from interfaces.demo.appointments import Booked, Calendar, Course, plans, play, play_present
from interfaces.demo.clock import StoryClock
from interfaces.demo.people import patients
from interfaces.demo.stage import Pipelines, Stage

PATIENTS: Final = 220
_AT_ONCE: Final = 8
_UNPREPARED: Final = 12
"""Patients who have not consented to telehealth or shown who they are, so that the rules can be met."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


class Login(msgspec.Struct):
    """An account of the demo clinic."""

    email: str
    password: str
    account: UUID | None = None


class Script(msgspec.Struct):
    """How far the demo has come; kept beside the data, readable by its owner only."""

    began_at: datetime
    """The story's present: a run that takes it up again tells the same story."""
    slug: str = "demo"
    clinic: UUID | None = None
    logins: dict[str, Login] = {}
    done: bool = False


class DemoClinic:
    """Opens the clinic and fills it."""

    def __init__(
        self,
        pipelines: Pipelines,
        clock: StoryClock,
        add_operator: Callable[[EmailAddress, str], Awaitable[object]],
        file: Path,
    ) -> None:
        self.script = (
            msgspec.json.decode(file.read_bytes(), type=Script) if file.exists() else Script(began_at=clock.now())
        )
        self._stage = Stage(pipelines, clock, self.script.began_at)
        self._add_operator = add_operator
        self._file = file

    async def open(self, progress: Progress) -> Script:
        """Bring the demo to its end; at once where it is there already."""
        if not self.script.done:
            await self._people_in()
            await self._fill(progress)
            self.script.done = True
            self._keep()
        return self.script

    async def _people_in(self) -> None:
        operator = self._login("operator", "operator@example.org")
        with suppress(EmailTaken):  # by the run that was broken off
            await self._add_operator(EmailAddress(address=operator.email), operator.password)
        while self.script.clinic is None:
            try:
                await self._open_clinic()
            except SlugTaken:  # by a run that was broken off before it could note the invitation
                self.script.slug = f"demo-{secrets.token_hex(2)}"
        assert self.script.clinic is not None  # noqa: S101 - just opened
        owner = self._owner()
        desk = self._login("front desk", "desk@example.org")
        if desk.account is None:
            await self._invite(InviteAccount(email=EmailAddress(address=desk.email), role=Role.FRONT_DESK), owner, desk)

    async def _open_clinic(self) -> None:
        owner = self._login("owner", "owner@example.org")
        clinic = ClinicId(UUID(bytes=secrets.token_bytes(16), version=4))
        operator = Actor(clinic=clinic, id=AccountId(clinic), role=Role.OPERATOR)
        opened = await self._stage.perform(
            OpenClinic(
                name=practice.NAME,
                slug=self.script.slug,
                zone=TimeZone(name=practice.ZONE),
                locale=practice.LOCALE,
                owner_email=EmailAddress(address=owner.email),
            ),
            operator,
            "open",
            self._stage.now - timedelta(days=90),
        )
        self.script.clinic = clinic
        owner.account = UUID(opened["owner"])
        await self._accept(opened["invitation_token"], owner, self._stage.now - timedelta(days=90))

    async def _invite(self, invitation: InviteAccount | InvitePatient, by: Actor, login: Login) -> None:
        invited = await self._stage.perform(invitation, by, "invite", self._stage.now)
        login.account = UUID(invited["id"])
        await self._accept(invited["invitation_token"], login, self._stage.now)

    async def _accept(self, token: str, login: Login, at: datetime) -> None:
        assert self.script.clinic is not None  # noqa: S101 - invitations are a clinic's
        visitor = Actor(clinic=ClinicId(self.script.clinic), id=AccountId(UUID(int=1)), role=Role.VISITOR)
        await self._stage.perform(AcceptInvitation(token=token, password=login.password), visitor, "accept", at)
        self._keep()

    async def _fill(self, progress: Progress) -> None:
        owner = self._owner()
        progress("opening the clinic", 0, 1)
        site, rooms = await self._site(owner)
        policy = SetBookingPolicy(policy=BookingPolicy.default())
        await self._stage.perform(policy, owner, "policy", self._stage.now - timedelta(days=89))
        providers = [await self._provider(number, owner) for number in range(len(practice.PROVIDERS))]
        progress("opening the clinic", 1, 1)
        booked = await self._patients(owner, progress)
        await self._accounts_of_people(owner, providers[0], booked[0].id)
        desk = Actor(clinic=owner.clinic, id=AccountId(self._account("front desk")), role=Role.FRONT_DESK)
        calendars = [
            Calendar(provider, cast, tuple(booked[:-_UNPREPARED]), site, rooms[number % len(rooms)], desk, f"p{number}")
            for number, (provider, cast) in enumerate(zip(providers, practice.PROVIDERS, strict=True))
        ]
        await self._appointments(calendars, progress)

    async def _site(self, owner: Actor) -> tuple[VisitPlace, list[RoomId]]:
        at = self._stage.now - timedelta(days=89)
        zone = TimeZone(name=practice.ZONE)
        added = await self._stage.perform(
            AddSite(
                name=practice.SITE_NAME,
                address=practice.SITE_ADDRESS,
                jurisdiction=practice.SITE_JURISDICTION,
                zone=zone,
            ),
            owner,
            "site",
            at,
        )
        site = SiteId(UUID(added["site"]))
        rooms = [
            RoomId(
                UUID((await self._stage.perform(AddRoom(site=site, name=name), owner, name.split()[-1], at))["room"])
            )
            for name in practice.ROOMS
        ]
        return VisitPlace(jurisdiction=practice.SITE_JURISDICTION, zone=zone, site=site), rooms

    async def _provider(self, number: int, owner: Actor) -> ProviderId:
        cast = practice.PROVIDERS[number]
        at = self._stage.now - timedelta(days=88)
        profile = Profile(zone=TimeZone(name=cast.zone), languages=cast.languages, specialties=cast.specialties)
        added = await self._stage.perform(AddProvider(name=cast.name, profile=profile), owner, f"provider-{number}", at)
        provider = ProviderId(UUID(added["id"]))
        for jurisdiction in cast.jurisdictions:
            authority = Authority(
                kind=AuthorityKind.LICENSE,
                profession=cast.profession,
                jurisdiction=jurisdiction,
                valid_from=(at - timedelta(days=700)).date(),
                valid_until=(at + timedelta(days=600 + 40 * number)).date(),
            )
            grant = GrantAuthority(provider=provider, authority=authority, number=f"{jurisdiction}-{48210 + number}")
            await self._stage.perform(grant, owner, f"provider-{number}-{jurisdiction}", at)
        for offered in cast.visit_types:
            offer = OfferVisitType(provider=provider, visit_type=offered)
            await self._stage.perform(offer, owner, f"provider-{number}-{offered.code}", at)
        hours = SetWeeklyHours(provider=provider, hours=practice.WORKING_WEEK)
        await self._stage.perform(hours, owner, f"provider-{number}-hours", at)
        return provider

    async def _patients(self, owner: Actor, progress: Progress) -> list[Booked]:
        people = list(patients(PATIENTS, Random("patients")))  # noqa: S311 - a story, not a secret
        done: dict[int, Booked] = {}

        async def register(number: int) -> None:
            at = self._stage.now - timedelta(days=80 - number % 20)
            person = people[number]
            record = RegisterPatient(demographics=person.demographics, contacts=person.contacts)
            made = await self._stage.perform(record, owner, f"patient-{number}", at)
            patient = PatientId(UUID(made["id"]))
            if number < PATIENTS - _UNPREPARED:
                seen = VerifyIdentity(patient=patient, method=IdentityCheck.PHOTO_ID)
                consent = GiveConsent(patient=patient, kind=ConsentKind.TELEHEALTH, text_version="2026-01")
                await self._stage.perform(seen, owner, f"patient-{number}-identity", at)
                await self._stage.perform(consent, owner, f"patient-{number}-consent", at)
            done[number] = Booked(patient, person)
            progress("registering patients", len(done), PATIENTS)

        await _side_by_side([partial(register, number) for number in range(PATIENTS)])
        return [done[number] for number in range(PATIENTS)]

    async def _accounts_of_people(self, owner: Actor, provider: ProviderId, patient: PatientId) -> None:
        clinician = self._login("clinician", "clinician@example.org")
        if clinician.account is None:
            address = EmailAddress(address=clinician.email)
            await self._invite(InviteAccount(email=address, role=Role.CLINICIAN, provider=provider), owner, clinician)
        person = self._login("patient", "patient@example.org")
        if person.account is None:
            address = EmailAddress(address=person.email)
            await self._invite(InvitePatient(patient=patient, email=address), owner, person)

    async def _appointments(self, calendars: list[Calendar], progress: Progress) -> None:
        today = self._stage.now.date()
        planned = {calendar.seed: list(plans(calendar, today)) for calendar in calendars}
        total, done = sum(map(len, planned.values())), 0

        async def run(calendar: Calendar) -> None:
            nonlocal done
            for plan in planned[calendar.seed]:
                await play(self._stage, calendar, plan)
                done += 1
                progress("filling the calendars", done, total)

        # First, so that nothing else has these patients' time.
        for calendar, course in zip(calendars, (Course.KEPT, Course.WAITING), strict=False):
            await play_present(self._stage, calendar, course)
        await _side_by_side([partial(run, calendar) for calendar in calendars])

    def _owner(self) -> Actor:
        assert self.script.clinic is not None  # noqa: S101 - asked for after the clinic was opened
        return Actor(clinic=ClinicId(self.script.clinic), id=AccountId(self._account("owner")), role=Role.OWNER)

    def _account(self, role: str) -> UUID:
        account = self.script.logins[role].account
        assert account is not None  # noqa: S101 - asked for after the invitation was accepted
        return account

    def _login(self, role: str, email: str) -> Login:
        return self.script.logins.setdefault(role, Login(email, secrets.token_urlsafe(12)))

    def _keep(self) -> None:
        draft = self._file.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(self.script)))
        draft.replace(self._file)


async def _side_by_side(tasks: list[Callable[[], Coroutine[Any, Any, None]]]) -> None:
    """Run several at once, a few at a time; the first failure ends all."""
    slots = asyncio.Semaphore(_AT_ONCE)

    async def run(task: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async with slots:
            await task()

    async with asyncio.TaskGroup() as group:
        for task in tasks:
            group.create_task(run(task))
