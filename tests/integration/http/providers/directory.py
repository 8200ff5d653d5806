"""Whom the directory's tests are about, and the few steps that most of them begin with."""

from typing import Any

import httpx

from integration.people import Person

NOOR: dict[str, Any] = {
    "name": {"family": "Haddad", "given": "Noor"},
    "profile": {
        "zone": {"name": "America/New_York"},
        "languages": ["en", "es-MX"],
        "specialties": ["family-medicine"],
    },
}
LICENSE = {
    "kind": "license",
    "profession": "physician",
    "jurisdiction": "US-NY",
    "valid_from": "2030-01-01",
    "valid_until": "2030-12-31",
}
VIDEO = {
    "code": "first-visit-video",
    "name": "First visit by video",
    "mode": "video",
    "length_minutes": 30,
    "buffer_after_minutes": 10,
    "price": {"minor": 7500, "currency": "USD"},
}


async def added(person: Person, **profile: Any) -> str:
    """Add a provider, with another profile where wished, and give the id."""
    answer = await person.http.post("/providers", json=NOOR | {"profile": NOOR["profile"] | profile})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def granted(person: Person, provider: str, number: str = "MD-48213", **authority: Any) -> httpx.Response:
    """Grant an authority, different from the licence where wished."""
    body = {"authority": LICENSE | authority, "number": number}
    return await person.http.post(f"/providers/{provider}/authorities", json=body)


async def offered(person: Person, provider: str, **visit_type: Any) -> httpx.Response:
    """Offer a visit type, different from the visit by video where wished."""
    return await person.http.post(f"/providers/{provider}/visit-types", json={"visit_type": VIDEO | visit_type})


async def file(person: Person, provider: str) -> dict[str, Any]:
    """Read a provider's file."""
    answer = await person.http.get(f"/providers/{provider}")
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read


async def found(person: Person, **criteria: Any) -> list[str]:
    """Search, and give the ids in the order of the answer."""
    answer = await person.http.get("/providers", params=criteria)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def refused(answer: httpx.Response, status: int, code: str) -> bool:
    """Tell whether an answer is the problem that was expected; shows it where it is not."""
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return True
