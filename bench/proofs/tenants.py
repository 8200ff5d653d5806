"""Clinics whose every record bears their name, and a bearer for somebody in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from application.identity.open_clinic import OpenClinic
from application.identity.ports import AccessClaims
from application.patients.register_patient import RegisterPatient
from application.shared.actor import Actor
from application.shared.command import Command
from application.shared.execution import Call
from application.shared.pipeline import AnyPipeline
from application.shared.query import Query
from application.shared.refusals import NotFound, NotSignedIn
from domain.patients.demographics import Demographics
from domain.shared.contacts import EmailAddress, PersonName
from domain.shared.identifiers import AccountId, ClinicId
from domain.shared.roles import Role
from domain.shared.time import TimeZone

UseCases = Mapping[type[Command] | type[Query], AnyPipeline]


@dataclass(frozen=True, slots=True)
class Tenant:
    """A clinic whose patients all have its name for a family name, and somebody of its front desk."""

    actor: Actor
    name: str
    patients: Sequence[UUID]

    @property
    def headers(self) -> dict[str, str]:
        """The credential of a request; a proof's authenticator knows it."""
        return {"Authorization": f"Bearer {self.name}"}


class Bearers:
    """An ``Authenticator`` to whom a tenant's name is its credential."""

    def __init__(self, tenants: Sequence[Tenant]) -> None:
        self._actors = {tenant.name: tenant.actor for tenant in tenants}

    async def actor(self, credential: str) -> Actor:
        """Give the actor behind a bearer. Raises ``NotSignedIn``."""
        try:
            return self._actors[credential]
        except KeyError as unknown:
            raise NotSignedIn from unknown

    async def clinic(self, slug: str) -> ClinicId:
        """Know no slug: nobody signs in here."""
        raise NotFound(slug=slug)


def token(container: Any, actor: Actor) -> str:
    """Issue an access token for somebody, as signing in does."""
    claims = AccessClaims(account=actor.id, session=uuid4(), role=actor.role, clinic=actor.clinic)
    issued: str = container.identity().access_tokens().issue(claims, datetime.now(UTC)).token
    return issued


async def tenants(use_cases: UseCases, count: int, *, patients: int) -> list[Tenant]:
    """Open so many clinics, each with so many patients."""
    return [await _tenant(use_cases, f"clinic-{number}", patients) for number in range(count)]


def registration(name: str) -> dict[str, Any]:
    """Give the body that registers a patient of that family."""
    return {"demographics": {"name": {"family": name, "given": "Mia"}, "birth_date": "1990-04-12"}}


async def _tenant(use_cases: UseCases, name: str, patients: int) -> Tenant:
    clinic = ClinicId(uuid4())
    operator = Actor(clinic=clinic, id=AccountId(uuid4()), role=Role.OPERATOR)
    desk = Actor(clinic=clinic, id=AccountId(uuid4()), role=Role.FRONT_DESK)
    owner = EmailAddress(address="owner@example.org")
    opening = OpenClinic(name=name, slug=name, zone=TimeZone(name="UTC"), locale="en", owner_email=owner)
    await _done(use_cases, opening, operator)
    person = Demographics(name=PersonName(family=name, given="Mia"), birth_date=date(1990, 4, 12))
    made = [await _done(use_cases, RegisterPatient(demographics=person), desk) for _ in range(patients)]
    return Tenant(desk, name, made)


async def _done(use_cases: UseCases, command: Command, actor: Actor) -> UUID:
    pipeline: Any = use_cases[type(command)]
    answer = await pipeline(command, Call(actor=actor, request_id=uuid4(), budget=60))
    return UUID(msgspec.json.decode(answer.body)["id"])
