"""Pages of other origins."""

import httpx
import pytest

from infrastructure.settings import SettingsRefused, load_settings
from integration.http.unwired import unwired
from interfaces.http.origins import Origins

PORTAL = "https://portal.example"
ALLOWED = Origins(frozenset({PORTAL, "https://app.example:8443"}))
PATIENTS = "/api/v1/patients"

OTHERS = (
    "https://portal.example.evil.test",
    "https://evil.test/https://portal.example",
    "https://portalXexample",
    "https://sub.portal.example",
    "http://portal.example",
    "https://portal.example:8443",
    "https://portal.example/",
    "HTTPS://PORTAL.EXAMPLE",
    "https://portal.example\t",
    "https://portal.example, https://evil.test",
    "https://user@portal.example",
    "null",
    "*",
    "",
)
"""Origins that are not allowed, however near."""


def allowing(answer: httpx.Response) -> list[str]:
    """Name what an answer says to other origins."""
    return [name for name in answer.headers if name.startswith("access-control-")]


def preflight(origin: str, method: str = "POST") -> dict[str, str]:
    """Give what a browser sends before a page may send."""
    return {"Origin": origin, "Access-Control-Request-Method": method}


async def test_an_allowed_page_may_read() -> None:
    """A named origin is told that it may read, the refusals too; what it may read is listed."""
    answer = await unwired(origins=ALLOWED).get(PATIENTS, headers={"Origin": PORTAL})
    assert answer.status_code == 401
    assert answer.headers["Access-Control-Allow-Origin"] == PORTAL
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]


async def test_no_answer_allows_credentials() -> None:
    """A browser adds nothing of its own: a page that is allowed sends its bearer token itself."""
    http = unwired(origins=ALLOWED)
    for answer in (
        await http.get(PATIENTS, headers={"Origin": PORTAL}),
        await http.options(PATIENTS, headers=preflight(PORTAL)),
    ):
        assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("origin", OTHERS)
async def test_another_origin_may_not(origin: str) -> None:
    """Nothing is allowed to an origin that is not named, exactly as it is named."""
    http = unwired(origins=ALLOWED)
    assert allowing(await http.get(PATIENTS, headers={"Origin": origin})) == []
    assert allowing(await http.options(PATIENTS, headers=preflight(origin))) == []


async def test_none_is_allowed_unless_it_is_named() -> None:
    """Without the setting no page of another origin reads anything."""
    answer = await unwired().get(PATIENTS, headers={"Origin": PORTAL})
    assert allowing(answer) == []
    assert "Vary" not in answer.headers


async def test_a_page_asks_before_it_sends() -> None:
    """A browser is told which methods an address takes, which headers it may send, and for how long that holds."""
    answer = await unwired(origins=ALLOWED).options(PATIENTS, headers=preflight(PORTAL))
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == PORTAL
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, OPTIONS, POST"
    assert {"Authorization", "Idempotency-Key", "If-Match"} <= set(
        answer.headers["Access-Control-Allow-Headers"].split(", ")
    )
    assert answer.headers["Access-Control-Max-Age"] == "7200"


@pytest.mark.parametrize("path", [PATIENTS, "/problems/request.malformed", "/nowhere"])
async def test_copies_differ_by_origin(path: str) -> None:
    """Where any origin is allowed, a cache keeps answers apart by origin, whoever asked first."""
    for headers in ({}, {"Origin": PORTAL}, {"Origin": "https://evil.test"}):
        answer = await unwired(origins=ALLOWED).get(path, headers=headers)
        assert "Origin" in answer.headers["Vary"].split(", ")


@pytest.mark.parametrize(
    "named",
    ["*", "https://*.example", "https://portal.example/", "portal.example", "null", f"{PORTAL}, *", "https://a:0"],
)
def test_a_setting_is_no_pattern(named: str) -> None:
    """Whoever names a pattern, or no origin, is told at the start what is meant instead."""
    with pytest.raises(SettingsRefused, match=r"https://portal\.example"):
        load_settings({"POLYCLINIC_ALLOWED_ORIGINS": named})


def test_several_are_named() -> None:
    """Origins stand with commas between."""
    settings = load_settings({"POLYCLINIC_ALLOWED_ORIGINS": f"{PORTAL}, http://localhost:3000,http://[::1]:3000"})
    assert settings.origins == {PORTAL, "http://localhost:3000", "http://[::1]:3000"}
