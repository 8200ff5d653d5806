"""Providers are found by what they do, speak and offer, and by where the law lets them practise on a day."""

from datetime import timedelta
from typing import Any

import pytest

from integration.clock import SetClock
from integration.http.providers.directory import added, found, granted, offered
from integration.people import Clinic


async def test_each_criterion_finds_and_all_must_fit(clinic: Clinic) -> None:
    """Specialty, language and visit type narrow together."""
    owner = clinic.owner
    noor = await added(owner)
    lena = await added(owner, languages=["de"], specialties=["family-medicine", "paediatrics"])
    await offered(owner, noor)
    await offered(owner, lena, code="follow-up-phone", mode="phone")
    patient = clinic.patient
    assert set(await found(patient, specialty="family-medicine")) == {noor, lena}
    assert await found(patient, specialty="paediatrics") == [lena]
    assert await found(patient, visit_type="follow-up-phone") == [lena]
    assert await found(patient, specialty="family-medicine", language="de", visit_type="follow-up-phone") == [lena]
    assert await found(patient, language="de", visit_type="first-visit-video") == []


@pytest.mark.parametrize(
    ("wish", "is_found"), [("es", True), ("es-MX", True), ("en", True), ("es-ES", False), ("en-US", False)]
)
async def test_a_wish_for_a_language_finds_its_varieties(clinic: Clinic, wish: str, *, is_found: bool) -> None:
    """Who asks for Spanish finds who speaks Mexican Spanish; who asks for more than somebody speaks does not."""
    noor = await added(clinic.owner, languages=["en", "es-MX"])
    assert await found(clinic.patient, language=wish) == ([noor] if is_found else [])


@pytest.mark.parametrize(
    ("jurisdiction", "on", "is_found"),
    [
        ("US-NY", "2029-12-31", False),
        ("US-NY", "2030-01-01", True),
        ("US-NY", "2030-12-31", True),
        ("US-NY", "2031-01-01", False),
        ("US-CA", "2030-05-31", True),
        ("US-CA", "2030-06-01", False),
        ("NL", "2199-01-01", True),
        ("US", "2030-05-14", False),
    ],
)
async def test_the_law_of_the_place_and_day_decides(
    clinic: Clinic, jurisdiction: str, on: str, *, is_found: bool
) -> None:
    """A provider is found where and when an authority holds: both ends included, not from the day of revocation."""
    noor = await added(clinic.owner)
    await granted(clinic.owner, noor)
    revoked = (await granted(clinic.owner, noor, jurisdiction="US-CA")).json()["authority"]
    await clinic.owner.http.post(f"/providers/{noor}/authorities/{revoked}/revoke", json={"on": "2030-06-01"})
    await granted(clinic.owner, noor, jurisdiction="NL", valid_until=None)
    assert await found(clinic.patient, jurisdiction=jurisdiction, on=on) == ([noor] if is_found else [])


async def test_what_no_longer_stands_is_no_longer_found(clinic: Clinic) -> None:
    """A language, a specialty and a visit type that are gone find nobody."""
    owner = clinic.owner
    noor = await added(owner)
    await offered(owner, noor)
    await owner.http.post(f"/providers/{noor}/visit-types/withdraw", json={"code": "first-visit-video"})
    profile = {"zone": {"name": "UTC"}, "languages": ["de"], "specialties": []}
    await owner.http.post(
        f"/providers/{noor}/profile", json={"name": {"family": "Haddad", "given": "Noor"}, "profile": profile}
    )
    for criteria in ({"language": "es"}, {"specialty": "family-medicine"}, {"visit_type": "first-visit-video"}):
        assert await found(owner, **criteria) == []
    assert await found(owner, language="de") == [noor]


async def test_pages_continue_each_other(clinic: Clinic, clock: SetClock) -> None:
    """The directory is listed in the order in which providers joined, page after page, to its end."""
    providers = []
    for _ in range(5):
        providers.append(await added(clinic.owner))
        clock.advance(timedelta(minutes=1))
    for criteria in ({}, {"language": "en"}):
        seen: list[str] = []
        after: dict[str, Any] = {}
        for expected in (2, 2, 1):
            page = (await clinic.patient.http.get("/providers", params=criteria | after | {"limit": "2"})).json()
            assert len(page["items"]) == expected
            seen += [item["id"] for item in page["items"]]
            after = {"after": page["next"]}
        assert (seen, after) == (providers, {"after": None})


@pytest.mark.parametrize(
    "criteria",
    [
        {"jurisdiction": "US-NY"},
        {"on": "2030-05-14"},
        {"jurisdiction": "us-ny", "on": "2030-05-14"},
        {"jurisdiction": "US-NY", "on": "today"},
        {"specialty": "Family Medicine"},
        {"specialty": "\x00"},
        {"language": "english"},
        {"visit_type": "x" * 41},
        {"limit": "0"},
        {"after": "nonsense"},
        {"name": "noor"},
    ],
)
async def test_a_search_that_makes_no_sense_is_malformed(clinic: Clinic, criteria: dict[str, str]) -> None:
    """A criterion that cannot be read, or is half of one, is refused."""
    answer = await clinic.patient.http.get("/providers", params=criteria)
    assert (answer.status_code, answer.json()["code"]) == (400, "request.malformed"), answer.text
