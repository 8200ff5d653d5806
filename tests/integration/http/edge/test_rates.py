"""How often anybody may ask over HTTP, and what every answer tells of it."""

from typing import Any

import httpx
import pytest

from domain.shared.roles import Role
from infrastructure.memory.rate_limits import InProcessRateLimits
from infrastructure.settings import SettingsRefused, load_settings
from integration.http.unwired import application
from integration.rates import nobodys_own
from integration.stack import Stack, running
from interfaces.http.rates import Rates

VISITOR, NEIGHBOUR, ANOTHER = "203.0.114.7", "2001:4860:0:1::7", "198.18.5.1"
PRIVATE = "10.1.2.3"


def rates(**a_minute: int) -> Rates:
    """Give rates, counted in this process while its clock stands still."""
    return Rates(InProcessRateLimits(clock=lambda: 0.0), nobodys_own(), **a_minute)


async def asked(stack: Stack, role: Role = Role.OWNER, *, times: int) -> list[httpx.Response]:
    """Ask the same thing again and again, as somebody of a clinic that is new."""
    clinic = await stack.open_clinic()
    return [await clinic[role].http.get("/patients") for _ in range(times)]


def codes(answers: list[httpx.Response]) -> list[int]:
    """Give the answers' statuses."""
    return [answer.status_code for answer in answers]


async def visited(address: str, of: Rates, path: str = "/api/v1/patients") -> httpx.Response:
    """Ask from an address, without a credential."""
    served: Any = application(rates=of)
    transport = httpx.ASGITransport(served, client=(address, 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://polyclinic.test") as client:
        return await client.get(path)


async def test_a_credential_has_its_rate() -> None:
    """Who has asked as often as a sign-in may is refused with a problem, and told when to come again."""
    async with running(None, rates=rates(credential=3)) as stack:
        answers = await asked(stack, times=4)
    assert codes(answers) == [200, 200, 200, 429]
    refused = answers[-1]
    assert refused.headers["Content-Type"] == "application/problem+json"
    told = refused.json()
    assert (told["code"], told["rate"], told["seconds"]) == ("request.too-often", "credential", 20)
    assert refused.headers["Retry-After"] == "20"


async def test_everybody_has_their_own() -> None:
    """What one person of a clinic took nobody else lacks."""
    async with running(None, rates=rates(credential=2)) as stack:
        clinic = await stack.open_clinic()
        for role in (Role.OWNER, Role.FRONT_DESK):
            answers = [await clinic[role].http.get("/patients") for _ in range(3)]
            assert codes(answers) == [200, 200, 429]


async def test_a_clinic_has_its_rate_and_no_other_lacks_it() -> None:
    """All people of a clinic together have a rate; when it is spent, another clinic has its own still."""
    async with running(None, rates=rates(clinic=4)) as stack:
        clinic, other = await stack.open_clinic(), await stack.open_clinic()
        spent = [await clinic[role].http.get("/patients") for role in (Role.OWNER, Role.FRONT_DESK) for _ in range(3)]
        assert codes(spent) == [200, 200, 200, 200, 429, 429]
        assert (await other.owner.http.get("/patients")).status_code == 200


async def test_an_operator_is_nobodys() -> None:
    """An operator acts on a clinic whose rate is spent, or nobody could raise it; the operator's own rate holds."""
    async with running(None, rates=rates(credential=2, clinic=1)) as stack:
        clinic = await stack.open_clinic()
        assert codes([await clinic[role].http.get("/patients") for role in (Role.OWNER, Role.FRONT_DESK)]) == [200, 429]
        body = {"rates": {"clinic": 600}}
        acting = [await clinic[Role.OPERATOR].http.post(f"/clinics/{clinic.slug}/rates", json=body) for _ in range(3)]
    assert codes(acting) == [200, 200, 429]
    assert acting[0].headers["RateLimit-Policy"] == '"credential";q=2;w=60'


async def test_every_answer_tells_what_is_left() -> None:
    """Answers name each rate and what is left of it, as the draft of the IETF has it; a refusal names none left."""
    async with running(None, rates=rates(credential=3, clinic=60)) as stack:
        answers = await asked(stack, times=4)
    policy = '"credential";q=3;w=60, "clinic";q=60;w=60'
    assert answers[0].headers["RateLimit-Policy"] == policy
    assert [answer.headers["RateLimit"] for answer in answers] == [
        '"credential";r=2;t=20, "clinic";r=59;t=1',
        '"credential";r=1;t=40, "clinic";r=58;t=2',
        '"credential";r=0;t=20, "clinic";r=57;t=3',
        '"credential";r=0;t=20',
    ]


async def test_a_refusal_of_another_kind_tells_it_too() -> None:
    """Also who is refused for what they asked sees what is left."""
    async with running(None, rates=rates(credential=3)) as stack:
        clinic = await stack.open_clinic()
        answer = await clinic[Role.PATIENT].http.get("/patients")
    assert (answer.status_code, answer.headers["RateLimit"]) == (403, '"credential";r=2;t=20')


async def test_an_address_is_counted_before_anything_is_looked_at() -> None:
    """An address has its rate whatever it asks for, and whoever it says it is; another has its own."""
    of = rates(address=2)
    assert [(await visited(VISITOR, of, path)).status_code for path in ("/nowhere", "/api/v1/patients")] == [404, 401]
    refused = await visited(VISITOR, of)
    assert (refused.status_code, refused.json()["rate"]) == (429, "address")
    assert refused.headers["RateLimit"] == '"address";r=0;t=30'
    assert (await visited(ANOTHER, of)).status_code == 401


async def test_the_addresses_of_one_household_are_one() -> None:
    """Of IPv6 a whole network is counted, which one household has: it has more addresses than anybody counts."""
    of = rates(address=1)
    assert (await visited(NEIGHBOUR, of)).status_code == 401
    assert (await visited("2001:4860:0:1::8", of)).status_code == 429
    assert (await visited("2001:4860:0:2::7", of)).status_code == 401


async def test_people_behind_one_private_address_have_their_own() -> None:
    """A private address tells nobody from others: signed-in people behind it are counted by their credentials alone."""
    of = rates(address=1)
    assert [(await visited(PRIVATE, of)).status_code for _ in range(3)] == [401] * 3


async def test_visitors_behind_private_addresses_have_one_together() -> None:
    """Who has not signed in and whose address tells nothing is never uncounted."""
    async with running(None, rates=rates(address=2)) as stack:
        clinic = await stack.open_clinic()
        body = {"email": {"address": "mia@example.org"}, "password": "correct horse battery"}
        path = f"/clinics/{clinic.slug}/sessions"
        answers = [await clinic[Role.VISITOR].http.post(path, json=body) for _ in range(3)]
    assert codes(answers)[-1] == 429
    assert 429 not in codes(answers)[:-1]
    assert answers[-1].json()["rate"] == "address"


async def test_a_rate_of_nothing_is_not_counted() -> None:
    """Where the operator counts nothing, nothing is told."""
    async with running(None, rates=rates()) as stack:
        answers = await asked(stack, times=3)
    assert codes(answers) == [200] * 3
    assert "RateLimit" not in answers[0].headers


def test_the_rates_are_the_operators() -> None:
    """Each rate is a setting; less than nothing is none."""
    settings = load_settings({"POLYCLINIC_RATE_OF_CREDENTIAL": "30", "POLYCLINIC_RATE_OF_ADDRESS": "0"})
    assert (settings.rate_of_credential, settings.rate_of_address) == (30, 0)
    with pytest.raises(SettingsRefused, match="rate_of_clinic"):
        load_settings({"POLYCLINIC_RATE_OF_CLINIC": "-1"})
