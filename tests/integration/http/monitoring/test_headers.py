from uuid import UUID

import pytest

from integration.http.unwired import unwired

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ANSWERS = [
    f"/api/v1/patients/{UUID(int=7)}",
    "/nowhere",
    "/docs",
    "/problems",
    "/api/monitoring/ready",
    "/docs/style.css",
]


@pytest.mark.parametrize("path", ANSWERS)
async def test_every_answer_is_guarded(path: str) -> None:
    """No answer lacks the headers that keep a browser from guessing, framing or telling on."""
    answer = await unwired().get(path)
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Request-Id"]


@pytest.mark.parametrize("path", ANSWERS[:2])
async def test_answers_are_not_kept(path: str) -> None:
    """What may hold patient data is stored by no cache, refusals included."""
    assert (await unwired().get(path)).headers["Cache-Control"] == "no-store"
