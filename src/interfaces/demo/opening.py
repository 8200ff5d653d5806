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
from application.identity.accounts.invite_representative import InviteRepresentative
from application.identity.clinics.open_clinic import OpenClinic
from application.patients.give_consent import GiveConsent
from application.patients.register_patient import RegisterPatient
from application.patients.verify_identity import VerifyIdentity
from application.scheduling.hours.set_booking_policy import SetBookingPolicy
from application.shared.actor import Actor
from domain.identity.account import EmailTaken
from domain.identity.slug import SlugTaken
from domain.patients.consent import ConsentKind
from domain.patients.verification import IdentityCheck
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from domain.shared.roles import Role
from domain.shared.time import TimeZone
from interfaces.demo import practice
from interfaces.demo.appointments import Booked, Calendar, Course, plans, play, play_present
from interfaces.demo.clock import StoryClock
from interfaces.demo.furnishing import employ, furnish
from interfaces.demo.people import patients
from interfaces.demo.sandbox import play_sandbox
from interfaces.demo.scenes import NEEDED, Scenes
from interfaces.demo.stage import Pipelines, Stage

PATIENTS: Final = 220
_AT_ONCE: Final = 8
_UNPREPARED: Final = 12
"""Patients who have not consented to telehealth or shown who they are, so that the rules can be met."""

_OFFERED_FOR: Final = 24 * 60
"""Minutes for which an offer from the waitlist stands: whoever looks at the demo tomorrow still sees one."""

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
    sandbox_slug: str = "demo-sandbox"
    sandbox: UUID | None = None
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
            await self._sandbox()
            self.script.done = True
            self._keep()
        return self.script

    async def _people_in(self) -> None:
        operator = self._login("operator", "operator@example.org")
        with suppress(EmailTaken):  # by the run that was broken off
            await self._add_operator(EmailAddress(address=operator.email), operator.password)
        if self.script.clinic is None:
            since = self._stage.now - timedelta(days=90)
            login = self._login("owner", "owner@example.org")
            self.script.slug, self.script.clinic = await self._opened(self.script.slug, practice.NAME, login, since)
            self._keep()
        owner = self._owner()
        desk = self._login("front desk", "desk@example.org")
        if desk.account is None:
            await self._invite(InviteAccount(email=EmailAddress(address=desk.email), role=Role.FRONT_DESK), owner, desk)

    async def _sandbox(self) -> None:
        """Open the sandbox, whose clock begins to stand now."""
        now, login = self._stage.now, self._login("sandbox owner", "sandbox@example.org")
        if self.script.sandbox is None:
            self.script.sandbox_slug, self.script.sandbox = await self._opened(
                self.script.sandbox_slug, practice.SANDBOX_NAME, login, now, sandbox=True
            )
            self._keep()
        account = AccountId(self._account("sandbox owner"))
        await play_sandbox(self._stage, Actor(clinic=ClinicId(self.script.sandbox), id=account, role=Role.OWNER))

    async def _opened(
        self, slug: str, name: str, login: Login, at: datetime, *, sandbox: bool = False
    ) -> tuple[str, ClinicId]:
        """Open a clinic, let its owner in, and give its slug, which may have been taken, and its id."""
        clinic = ClinicId(UUID(bytes=secrets.token_bytes(16), version=4))
        opening = OpenClinic(
            name=name,
            slug=slug,
            zone=TimeZone(name=practice.ZONE),
            locale=practice.LOCALE,
            owner_email=EmailAddress(address=login.email),
            sandbox=sandbox,
        )
        operator = Actor(clinic=clinic, id=AccountId(clinic), role=Role.OPERATOR)
        try:
            opened = await self._stage.perform(opening, operator, "open", at)
        except SlugTaken:  # by a run that was broken off before it could note the invitation
            return await self._opened(f"{slug}-{secrets.token_hex(2)}", name, login, at, sandbox=sandbox)
        login.account = UUID(opened["owner"])
        await self._accept(opened["invitation_token"], login, clinic, at)
        return slug, clinic

    async def _invite(
        self, invitation: InviteAccount | InvitePatient | InviteRepresentative, by: Actor, login: Login
    ) -> None:
        invited = await self._stage.perform(invitation, by, "invite", self._stage.now)
        login.account = UUID(invited["id"])
        await self._accept(invited["invitation_token"], login, by.clinic, self._stage.now)
        self._keep()

    async def _accept(self, token: str, login: Login, clinic: ClinicId, at: datetime) -> None:
        visitor = Actor(clinic=clinic, id=AccountId(UUID(int=1)), role=Role.VISITOR)
        await self._stage.perform(AcceptInvitation(token=token, password=login.password), visitor, "accept", at)

    async def _fill(self, progress: Progress) -> None:
        owner = self._owner()
        progress("opening the clinic", 0, 1)
        began = self._stage.now - timedelta(days=89)
        site, rooms = await furnish(self._stage, owner, began)
        policy = SetBookingPolicy(policy=BookingPolicy(waitlist_offer_minutes=_OFFERED_FOR))
        await self._stage.perform(policy, owner, "policy", began)
        providers = [
            await employ(self._stage, owner, number, began + timedelta(days=1))
            for number in range(len(practice.PROVIDERS))
        ]
        progress("opening the clinic", 1, 1)
        booked = await self._patients(owner, progress)
        await self._accounts_of_people(owner, providers[0], booked[0].id)
        desk = Actor(clinic=owner.clinic, id=AccountId(self._account("front desk")), role=Role.FRONT_DESK)
        players, others = _players(booked[:-_UNPREPARED])
        calendars = [
            Calendar(provider, cast, others, site, rooms[number % len(rooms)], desk, f"p{number}")
            for number, (provider, cast) in enumerate(zip(providers, practice.PROVIDERS, strict=True))
        ]
        guardian, proxy = (AccountId(self._account(who)) for who in ("guardian", "patient"))
        scenes = Scenes(self._stage, desk, calendars, players, guardian, proxy)
        await scenes.play()
        await self._appointments(calendars, progress)
        await scenes.leave(owner)

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
        guardian = self._login("guardian", "guardian@example.org")
        if guardian.account is None:
            await self._invite(InviteRepresentative(email=EmailAddress(address=guardian.email)), owner, guardian)

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


def _players(booked: list[Booked]) -> tuple[tuple[Booked, ...], tuple[Booked, ...]]:
    """Give those who play in scenes, all of whom live where the practice is, and the others."""
    at_home = [one for one in booked[1:] if one.person.place.jurisdiction == practice.SITE_JURISDICTION]
    players = tuple(at_home[:NEEDED])
    return players, tuple(one for one in booked if one not in players)


async def _side_by_side(tasks: list[Callable[[], Coroutine[Any, Any, None]]]) -> None:
    """Run several at once, a few at a time; the first failure ends all."""
    slots = asyncio.Semaphore(_AT_ONCE)

    async def run(task: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async with slots:
            await task()

    async with asyncio.TaskGroup() as group:
        for task in tasks:
            group.create_task(run(task))
