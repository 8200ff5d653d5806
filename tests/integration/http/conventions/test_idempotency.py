"""A retry is safe: the same key and body give the same answer."""

from uuid import uuid4

from integration.people import Clinic

MIA = {
    "demographics": {"name": {"family": "Okafor", "given": "Mia"}, "birth_date": "1990-04-12"},
    "contacts": [{"kind": "email", "email": {"address": "mia@example.org"}}],
}


async def test_a_retry_gets_the_same_answer(clinic: Clinic) -> None:
    """The same key and body give the same answer, byte for byte, headers included; only the request id differs."""
    key = {"Idempotency-Key": str(uuid4())}
    first = await clinic.front_desk.http.post("/patients", json=MIA, headers=key)
    again = await clinic.front_desk.http.post("/patients", json=MIA, headers=key)
    assert first.status_code == 201
    assert first.headers.pop("X-Request-Id") != again.headers.pop("X-Request-Id")
    assert (again.status_code, again.content, again.headers) == (first.status_code, first.content, first.headers)
