"""Clinics whose every record bears their name, and a bearer for somebody in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec

from application.identity.clinics.open_clinic import OpenClinic
from application.identity.ports import AccessClaims
from application.patients.register_patient import RegisterPatient
from application.shared.actor import Actor
from application.shared.command import Command
from application.shared.execution import Call
from domain.patients.demographics import Demographics
from domain.shared.contacts import EmailAddress, PersonName
from domain.shared.identifiers import AccountId, ClinicId
from domain.shared.roles import Role
from domain.shared.time import TimeZone
from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.identity import AUDIENCE
from infrastructure.containers.wiring import pipelines
from infrastructure.crypto.access_tokens import JwtAccessTokens

LIFETIME = timedelta(hours=12)
"""Of the tokens: longer than any proof takes."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """A clinic whose patients all have its name for a family name, and somebody of its front desk."""

    actor: Actor
    name: str
    headers: Mapping[str, str]
    """The credential of every request."""
    patients: Sequence[UUID]


async def tenants(container: ApplicationContainer, count: int, *, patients: int) -> list[Tenant]:
    """Open so many clinics, each with so many patients."""
    use_cases = pipelines(container)
    return [await _tenant(container, use_cases, f"clinic-{number}", patients) for number in range(count)]


def credential(container: ApplicationContainer, actor: Actor) -> dict[str, str]:
    """Give somebody an access token, as signing in does, but one that lasts as long as a proof."""
    tokens = JwtAccessTokens(container.signing_keys(), issuer=container.issuer(), audience=AUDIENCE, lifetime=LIFETIME)
    claims = AccessClaims(
        account=actor.id,
        session=uuid4(),
        role=actor.role,
        clinic=actor.clinic,
        patient=actor.patient,
        provider=actor.provider,
    )
    return {"Authorization": f"Bearer {tokens.issue(claims, datetime.now(UTC)).token}"}


def born(nth: int) -> date:
    """Give a birth date that no other of thirty thousand patients has: nobody looks like anybody else."""
    return date(1925, 1, 1) + timedelta(days=nth % 30_000)


def registration(name: str, nth: int = 0) -> dict[str, Any]:
    """Give the body that registers the so-manieth patient of that family."""
    return {"demographics": {"name": {"family": name, "given": "Mia"}, "birth_date": born(nth).isoformat()}}


async def _tenant(container: ApplicationContainer, use_cases: Mapping[type, Any], name: str, patients: int) -> Tenant:
    clinic = ClinicId(uuid4())
    operator = Actor(clinic=clinic, id=AccountId(uuid4()), role=Role.OPERATOR)
    desk = Actor(clinic=clinic, id=AccountId(uuid4()), role=Role.FRONT_DESK)

    async def done(command: Command, actor: Actor) -> UUID:
        answer = await use_cases[type(command)](command, Call(actor=actor, request_id=uuid4(), budget=60))
        return UUID(msgspec.json.decode(answer.body)["id"])

    owner = EmailAddress(address="owner@example.org")
    await done(OpenClinic(name=name, slug=name, zone=TimeZone(name="UTC"), locale="en", owner_email=owner), operator)
    called = PersonName(family=name, given="Mia")
    people = [Demographics(name=called, birth_date=born(nth)) for nth in range(patients)]
    made = [await done(RegisterPatient(demographics=person), desk) for person in people]
    return Tenant(desk, name, credential(container, desk), made)
