"""Opening a clinic for a test."""

from typing import TYPE_CHECKING
from uuid import uuid4

from application.identity.open_clinic import OpenClinic
from application.shared.actor import Actor
from application.shared.execution import Call
from domain.shared.contacts import EmailAddress
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from domain.shared.time import TimeZone

if TYPE_CHECKING:
    from integration.people import Clinic
    from integration.stack import Stack


async def open_clinic(stack: "Stack", clinic: "Clinic", zone: str) -> None:
    """Open the clinic as an operator does, under the id that the test chose."""
    command = OpenClinic(
        name="Lakeside",
        slug=clinic.slug,
        zone=TimeZone(name=zone),
        locale="en",
        owner_email=EmailAddress(address="owner@example.org"),
    )
    operator = Actor(clinic=clinic.id, id=AccountId(uuid4()), role=Role.OPERATOR)
    await stack.use_cases[OpenClinic](command, Call(actor=operator, request_id=uuid4()))
