"""How large and how deep a request may be."""

import json
import time
from typing import Any

import pytest

from integration.http.conventions.requests import MIA
from integration.http.unwired import unwired
from integration.people import Clinic
from interfaces.http.limits import LARGEST_HEADERS, LONGEST_ADDRESS, MOST_HEADERS
from interfaces.http.reading import DEEPEST, too_deep

PATIENTS = "/api/v1/patients"


@pytest.mark.parametrize(("size", "status"), [(LONGEST_ADDRESS, 404), (LONGEST_ADDRESS + 1, 414)])
async def test_an_address_has_an_end(size: int, status: int) -> None:
    """Eight kibibytes of path and query are looked at, and not one byte more."""
    for address in ("/" + "x" * (size - 1), "/x?" + "y" * (size - 2)):
        answer = await unwired().get(address)
        assert answer.status_code == status
        assert answer.json()["code"] == {404: "request.no-such-route", 414: "request.address-too-long"}[status]


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Long": "x" * LARGEST_HEADERS},
        {"x" * LARGEST_HEADERS: "long"},
        {f"X-{number}": "" for number in range(MOST_HEADERS)},
    ],
    ids=["a long value", "a long name", "many"],
)
async def test_headers_have_an_end(headers: dict[str, str]) -> None:
    """Headers that are too many or too long are refused, whatever else the request is."""
    answer = await unwired().get(PATIENTS, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (431, "request.headers-too-large")


async def test_ordinary_headers_are_taken() -> None:
    """What browsers and proxies send is far from the limits."""
    headers = {f"X-{number}": "x" * 100 for number in range(80)}
    assert (await unwired().get(PATIENTS, headers=headers)).status_code == 401


def nested(depth: int, opening: str = "[", closing: str = "]") -> bytes:
    """Give JSON of a depth."""
    return (opening * depth + closing * depth).encode()


@pytest.mark.parametrize(
    "body",
    [
        nested(DEEPEST + 1),
        nested(DEEPEST + 1, '{"a":', "}"),
        nested(500_000),
        b"[" * 1_000_000,
        b'["",[' * (DEEPEST // 2 + 1),
        b'"\\\\"' + nested(DEEPEST + 1),
        json.dumps(MIA | {"demographics": json.loads(nested(DEEPEST))}).encode(),
    ],
    ids=["lists", "objects", "half a megabyte", "never closed", "texts between", "behind a text", "in a command"],
)
async def test_a_deep_body_is_refused_before_it_is_read(clinic: Clinic, body: bytes) -> None:
    """Depth is counted, not descended: it is refused by its own name and costs no stack."""
    answer = await clinic.front_desk.http.post("/patients", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "request.too-deep")


@pytest.mark.parametrize(
    "body",
    [
        nested(DEEPEST),
        b"[" + b",".join([b"[{}]"] * 1_000) + b"]",
        json.dumps({"note": "[{" * 10_000}).encode(),
        json.dumps({"note": '"\\[' * 10_000}).encode(),
        json.dumps({"[" * 50: "{" * 50}).encode(),
    ],
    ids=["as deep as may be", "many beside each other", "in a text", "behind quotes in a text", "in a name"],
)
def test_brackets_that_nest_nothing_are_no_depth(body: bytes) -> None:
    """Long lists are not deep, and what stands in a text is text."""
    assert not too_deep(body)


@pytest.mark.parametrize("body", [b'"' * 1_000_000, b'"\\' * 500_000, b"[]" * 500_000, b'{"a":"' * 166_000])
def test_counting_never_takes_long(body: bytes) -> None:
    """The worst megabyte is counted in a deadline that a request never notices."""
    began = time.perf_counter()
    too_deep(body)
    assert time.perf_counter() - began < 60


async def test_every_limit_is_promised() -> None:
    """The document promises each of these refusals for every operation that can give it."""
    described: dict[str, Any] = (await unwired().get("/api/v1/openapi.json")).json()
    for methods in described["paths"].values():
        for method, operation in methods.items():
            assert {"414", "431"} <= operation["responses"].keys()
            if method == "post":
                told = operation["responses"]["400"]["content"]["application/problem+json"]["examples"]
                assert "request.too-deep" in told
