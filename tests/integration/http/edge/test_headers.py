"""The headers of every answer."""

from uuid import UUID

import pytest

from integration.http.unwired import unwired
from interfaces.http.limits import LONGEST_ADDRESS

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""What OWASP's cheat sheets on REST Security and HTTP Headers ask of an API."""

ANSWERS = [
    f"/api/v1/patients/{UUID(int=7)}",
    "/nowhere",
    f"/{'x' * LONGEST_ADDRESS}",
    "/docs",
    "/problems",
    "/api/monitoring/ready",
    "/docs/style.css",
]


@pytest.mark.parametrize("path", ANSWERS, ids=[path[:40] for path in ANSWERS])
async def test_every_answer_is_guarded(path: str) -> None:
    """No answer lacks the headers that keep a browser from guessing, framing or telling on."""
    answer = await unwired().get(path)
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Request-Id"]
    assert "Server" not in answer.headers


@pytest.mark.parametrize("path", ANSWERS[:3], ids=[path[:40] for path in ANSWERS[:3]])
async def test_answers_are_not_kept(path: str) -> None:
    """What may hold patient data is stored by no cache, refusals included."""
    assert (await unwired().get(path)).headers["Cache-Control"] == "no-store"


async def test_tls_is_asked_for_over_tls() -> None:
    """Whoever came over TLS is told to come by nothing else for two years; over plain HTTP nothing is said of it."""
    assert "Strict-Transport-Security" not in (await unwired().get("http://polyclinic.test/docs")).headers
    secure = await unwired().get("https://polyclinic.test/docs")
    assert secure.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
