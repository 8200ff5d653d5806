"""A retry is safe: the same key and body give the same answer, and nothing is done twice."""

import asyncio
from uuid import uuid4

from integration.http.conventions.requests import ADA, MIA
from integration.people import Clinic


async def test_a_retry_gets_the_same_answer(clinic: Clinic) -> None:
    """The same key and body give the same answer, byte for byte, headers included; the request's id alone differs."""
    key = {"Idempotency-Key": str(uuid4())}
    first = await clinic.front_desk.http.post("/patients", json=MIA, headers=key)
    again = await clinic.front_desk.http.post("/patients", json=MIA, headers=key)
    assert first.status_code == 201
    assert first.headers.pop("X-Request-Id") != again.headers.pop("X-Request-Id")
    assert (again.status_code, again.content, again.headers) == (first.status_code, first.content, first.headers)


async def test_another_body_is_another_request(clinic: Clinic) -> None:
    """A key that was used with another body is refused, however near the bodies are."""
    key = {"Idempotency-Key": str(uuid4())}
    await clinic.front_desk.http.post("/patients", json=MIA, headers=key)
    for body in (ADA, {**MIA, "contacts": []}):
        answer = await clinic.front_desk.http.post("/patients", json=body, headers=key)
        assert (answer.status_code, answer.json()["code"]) == (422, "request.key-reused")


async def test_how_the_body_is_written_does_not_matter(clinic: Clinic) -> None:
    """Two texts that say the same are the same request: order and space are no content."""
    key = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
    one = '{"demographics": {"name": {"family": "Okafor", "given": "Mia"}, "birth_date": "1990-04-12"}}'
    two = '{"demographics":{"birth_date":"1990-04-12","name":{"given":"Mia","family":"Okafor"}},"contacts":[]}'
    first = await clinic.front_desk.http.post("/patients", content=one, headers=key)
    again = await clinic.front_desk.http.post("/patients", content=two, headers=key)
    assert (first.status_code, again.content) == (201, first.content)


async def test_many_at_once_are_one(clinic: Clinic) -> None:
    """Senders of one request at the same moment all get the answer of the one that was carried out."""
    key = {"Idempotency-Key": str(uuid4())}
    desk = clinic.front_desk.http
    answers = await asyncio.gather(*(desk.post("/patients", json=MIA, headers=key) for _ in range(16)))
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}


async def test_a_refusal_is_not_kept(clinic: Clinic) -> None:
    """A key whose request was refused is free: the mended request succeeds under it."""
    key = {"Idempotency-Key": str(uuid4())}
    unborn = {"demographics": {**MIA["demographics"], "birth_date": "2031-01-01"}}
    refused = await clinic.front_desk.http.post("/patients", json=unborn, headers=key)
    mended = await clinic.front_desk.http.post("/patients", json=MIA, headers=key)
    assert (refused.status_code, mended.status_code) == (409, 201)


async def test_a_secret_is_told_once(clinic: Clinic) -> None:
    """What answers with a secret takes no key, because no such answer is kept."""
    invitation = {"email": {"address": "x@example.org"}, "role": "auditor"}
    answer = await clinic.owner.http.post("/accounts", json=invitation, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, answer.json()["code"]) == (400, "request.key-not-taken")
