"""ETag and If-Match: nobody overwrites what they have not seen."""

from typing import Any

import httpx
import pytest

from integration.http.conventions.requests import ADA, MIA
from integration.people import Clinic

RENAMED = {"demographics": ADA["demographics"]}


async def registered(clinic: Clinic) -> tuple[httpx.Response, str]:
    """Register Mia; give the answer and the path of her record."""
    answer = await clinic.front_desk.http.post("/patients", json=MIA)
    return answer, f"/patients/{answer.json()['id']}"


async def correct(clinic: Clinic, path: str, **headers: str) -> httpx.Response:
    """Correct her demographics."""
    named: Any = {name.replace("_", "-"): value for name, value in headers.items()}
    return await clinic.front_desk.http.post(f"{path}/correct-demographics", json=RENAMED, headers=named)


async def test_commands_and_queries_speak_of_one_version(clinic: Clinic) -> None:
    """The ETag of a command is the ETag of the query that follows, and changes with the next command."""
    made, path = await registered(clinic)
    read = await clinic.front_desk.http.get(path)
    changed = await correct(clinic, path)
    assert made.headers["ETag"] == read.headers["ETag"] != changed.headers["ETag"]
    assert changed.headers["ETag"] == (await clinic.front_desk.http.get(path)).headers["ETag"]


async def test_the_version_that_was_seen_may_be_changed(clinic: Clinic) -> None:
    """If-Match with the ETag that stands lets the change through, and so does the star."""
    made, path = await registered(clinic)
    assert (await correct(clinic, path, If_Match=made.headers["ETag"])).status_code == 200
    assert (await correct(clinic, path, If_Match="*")).status_code == 200


async def test_what_has_changed_since_is_stale(clinic: Clinic) -> None:
    """If-Match with a version that is over is refused, tells both versions, and changes nothing."""
    made, path = await registered(clinic)
    changed = await correct(clinic, path)
    stale = await correct(clinic, path, If_Match=made.headers["ETag"])
    assert (stale.status_code, stale.json()["code"]) == (412, "request.stale-version")
    told = [f'"{stale.json()[which]}"' for which in ("expected", "current")]
    assert told == [made.headers["ETag"], changed.headers["ETag"]]
    assert (await clinic.front_desk.http.get(path)).headers["ETag"] == changed.headers["ETag"]


@pytest.mark.parametrize("header", ["1", 'W/"1"', '"1", "2"', '"-1"', '"one"', "", '"99999999999"'])
async def test_what_is_no_etag_is_malformed(clinic: Clinic, header: str) -> None:
    """If-Match takes one strong ETag as this server gives it; anything else is said to be wrong, not passed over."""
    _, path = await registered(clinic)
    answer = await correct(clinic, path, If_Match=header)
    assert answer.status_code == 400
    assert [error["header"] for error in answer.json()["errors"]] == ["If-Match"]
