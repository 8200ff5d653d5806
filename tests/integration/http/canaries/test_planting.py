"""Canaries are put wherever a class asks for one: whoever adds a field to a command has it looked for by P20."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec
import pytest
from bench.proofs.canaries import SEEN, Canaries

from application.shared.command import Command
from domain.patients.contact import Contact
from domain.shared.contacts import EmailAddress, PhoneNumber, PostalAddress
from domain.shared.identifiers import PatientId
from domain.shared.values import Clinical, Personal, Public, Secret
from integration.http.canaries.planting import Place, Planting, places
from integration.http.canaries.saying import COMMANDS
from interfaces.http.routes import CommandRoute

OPERATION = "letters.write-letter"


class Paper(StrEnum):
    """What a letter is written on."""

    WHITE = "white"
    BLUE = "blue"


class WriteLetter(Command, frozen=True, kw_only=True):
    """Write a letter to a patient."""

    operation: ClassVar[str] = OPERATION

    patient: PatientId
    text: Clinical[str]
    seal: Secret[str]
    answer_to: Contact | None = None
    sender: Public[PostalAddress] | None = None
    shelf: Personal[Annotated[str, msgspec.Meta(pattern="^[A-Z]$")]] = "A"
    paper: Personal[Paper] = Paper.WHITE


@pytest.mark.parametrize("route", COMMANDS, ids=lambda route: route.command.operation)
def test_every_place_is_planted(route: CommandRoute) -> None:
    """Whatever a command may be told that is personal, clinical or secret."""
    planting, body = Planting(Canaries(1)), dict(route.example or {})
    bodies = [planting.in_all(route.command, body), *planting.in_every_way(route.command, body)]
    assert all(body.keys() <= said.keys() for said in bodies)
    assert sorted(map(str, places(route.command) - planting.planted)) == []


def test_where_they_are_wanted() -> None:
    """By class: neither an id nor the clinic's own address wants one, and a contact wants one in each of its forms."""
    assert places(WriteLetter) == {
        *(Place(OPERATION, WriteLetter, name) for name in ("text", "seal", "shelf", "paper")),
        Place(OPERATION, EmailAddress, "address"),
        Place(OPERATION, PhoneNumber, "number"),
    }


def test_what_nothing_was_put_into_is_known() -> None:
    """A place of which nothing was said is missing among those that were planted."""
    planting = Planting(Canaries(1))
    letter = {"text": "The cough is back", "seal": "a lion and an eagle", "shelf": "B", "paper": "blue"}
    said = planting.in_said(WriteLetter, letter)
    assert SEEN.fullmatch(said["text"].encode())
    assert (said["seal"], said["shelf"], said["paper"]) == ("a lion and an eagle", "B", "blue")
    assert (planting.secrets, planting.closed) == ({"a lion and an eagle"}, {"shelf", "paper"})
    assert {place.name for place in places(WriteLetter) - planting.planted} == {"address", "number"}


def test_in_every_way() -> None:
    """A contact is an address in one body and a number in another."""
    planting = Planting(Canaries(1))
    bodies = list(planting.in_every_way(WriteLetter, {"seal": "a lion and an eagle"}))
    assert [body["answer_to"]["kind"] for body in bodies] == ["email", "phone"]
    assert places(WriteLetter) == planting.planted
