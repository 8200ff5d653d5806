"""Whom the registry's tests are about, and the few steps that most of them begin with."""

from typing import Any

import httpx

from integration.people import Person


def demographics(given: str = "Mia", family: str = "Okafor", birth_date: str = "1990-04-12") -> dict[str, Any]:
    """Give the body part that says who somebody is."""
    return {"name": {"family": family, "given": given}, "birth_date": birth_date}


def email(address: str) -> dict[str, Any]:
    """Give the body part that is a mailbox."""
    return {"kind": "email", "email": {"address": address}}


def phone(number: str) -> dict[str, Any]:
    """Give the body part that is a telephone."""
    return {"kind": "phone", "phone": {"number": number}}


async def registered(person: Person, *contacts: dict[str, Any], **who: str) -> str:
    """Register a patient, whoever looks like them, and give the id."""
    body = {"demographics": demographics(**who), "contacts": contacts, "insist": True}
    answer = await person.http.post("/patients", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def record(person: Person, patient: str) -> dict[str, Any]:
    """Read a patient's record."""
    answer = await person.http.get(f"/patients/{patient}")
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read


async def found(person: Person, **criteria: Any) -> list[str]:
    """Search, and give the ids in the order of the answer."""
    answer = await person.http.get("/patients", params=criteria)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def refused(answer: httpx.Response, status: int, code: str) -> bool:
    """Tell whether an answer is the problem that was expected; shows it where it is not."""
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return True
