"""Clinics to measure at, filled by the product's own commands."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID, uuid4

from bench.stage import Stage

from application.identity.clinics.open_clinic import OpenClinic
from application.identity.sessions.ports import AccessClaims
from application.providers.add_provider import AddProvider
from application.providers.grant_authority import GrantAuthority
from application.providers.offer_visit_type import OfferVisitType
from application.scheduling.hours.set_weekly_hours import SetWeeklyHours
from application.shared.actor import Actor
from domain.providers.authority import Authority, AuthorityKind
from domain.providers.profile import Profile
from domain.providers.visit_type import VisitType
from domain.scheduling.hours.working_hours import Weekday, WeeklyHours
from domain.shared.contacts import EmailAddress, PersonName
from domain.shared.identifiers import AccountId, ClinicId, ProviderId
from domain.shared.money import Money
from domain.shared.roles import Role
from domain.shared.time import TimeZone
from domain.shared.visits import VisitMode
from infrastructure.clocks import SystemClock
from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.opening import opened
from infrastructure.containers.wiring import pipelines
from interfaces.demo.clock import StoryClock
from interfaces.demo.people import DemoPatient, patients
from interfaces.demo.stage import Stage as Story

T = TypeVar("T")
R = TypeVar("R")

ZONE = TimeZone(name="America/New_York")
JURISDICTION = "US-NY"
VISIT = VisitType(
    code="follow-up",
    name="Follow-up by video",
    mode=VisitMode.VIDEO,
    length_minutes=15,
    price=Money(minor=6500, currency="USD"),
)
OPENS, CLOSES = 8, 20
"""Hours of the wall clock, every day: twelve hours of visits without a break."""
SIZES = (10, 100, 1000)
"""How many providers a search looks at; the first so many have a specialty of that name."""
_AT_ONCE = 8


def specialty(size: int) -> str:
    """Name the specialty that the first ``size`` providers share."""
    return f"one-of-{size}"


@dataclass(frozen=True, slots=True)
class Practice:
    """A clinic that was opened."""

    clinic: ClinicId
    owner: Actor
    container: ApplicationContainer
    story: Story
    providers: list[ProviderId] = field(default_factory=list)

    def token(self) -> str:
        """Give a fresh access token of the owner, as signing in gives it."""
        claims = AccessClaims(
            account=self.owner.id, session=uuid4(), role=Role.OWNER, clinic=self.clinic, proven_at=datetime.now(UTC)
        )
        token: str = self.container.identity().ports().access_tokens().issue(claims, datetime.now(UTC)).token
        return token

    async def hire(self, count: int) -> None:
        """Add providers who may practise, offer one kind of visit and work every day."""
        self.providers.extend(await side_by_side(self._hire, range(count)))

    async def _hire(self, number: int) -> ProviderId:
        async def perform(command: AddProvider | GrantAuthority | OfferVisitType | SetWeeklyHours) -> UUID:
            key = f"{number}-{type(command).__name__}"
            return UUID((await self.story.perform(command, self.owner, key, self.story.now))["id"])

        shared = tuple(specialty(size) for size in SIZES if number < size)
        profile = Profile(zone=ZONE, languages=("en",), specialties=shared)
        provider = ProviderId(
            await perform(AddProvider(name=PersonName(family=f"Provider {number}", given="Ada"), profile=profile))
        )
        since = (self.story.now - timedelta(days=700)).date()
        license_ = Authority(
            kind=AuthorityKind.LICENSE, profession="physician", jurisdiction=JURISDICTION, valid_from=since
        )
        await perform(GrantAuthority(provider=provider, authority=license_, number=f"NY-{number}"))
        await perform(OfferVisitType(provider=provider, visit_type=VISIT))
        hours = tuple(WeeklyHours(weekday=day, opens=f"{OPENS:02}:00", closes=f"{CLOSES}:00") for day in Weekday)
        await perform(SetWeeklyHours(provider=provider, hours=hours))
        return provider


@asynccontextmanager
async def practice(stage: Stage) -> AsyncIterator[Practice]:
    """Open a clinic in the stage's database."""
    clock = StoryClock(SystemClock())
    async with opened(stage.settings, clock) as container:
        clinic = ClinicId(uuid4())
        story = Story(pipelines(container), clock, clock.now())
        opening = OpenClinic(
            name="Bench",
            slug=f"bench-{clinic.hex[:12]}",
            zone=ZONE,
            locale="en-US",
            owner_email=EmailAddress(address=f"owner-{clinic.hex}@example.org"),
        )
        operator = Actor(clinic=clinic, id=AccountId(clinic), role=Role.OPERATOR)
        made = await story.perform(opening, operator, "open", story.now)
        owner = Actor(clinic=clinic, id=AccountId(UUID(made["owner"])), role=Role.OWNER)
        yield Practice(clinic, owner, container, story)


def people(count: int, seed: str) -> list[DemoPatient]:
    """Give people who do not exist, the same ones for the same seed."""
    return list(patients(count, Random(seed)))  # noqa: S311 - a story, not a secret


async def side_by_side(do: Callable[[T], Awaitable[R]], things: Iterable[T]) -> list[R]:
    """Do something for each, a few at a time, and give the results in order."""
    slots = asyncio.Semaphore(_AT_ONCE)

    async def one(thing: T) -> R:
        async with slots:
            return await do(thing)

    return await asyncio.gather(*(one(thing) for thing in things))
